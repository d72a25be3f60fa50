<?php
// This file is part of Moodle - http://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * What was seen last.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\clock;
use core\di;

/**
 * What was seen last of the things whose changes Moodle tells nobody, and since when to look for more.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class watched {
    /** The table. */
    public const TABLE = 'local_campusbridge_watched';

    /** How far back is looked each time, for what was written earlier and committed later. */
    private const LOOK_BACK_SECONDS = HOURSECS;

    /** The beginning of what is looked at moves in steps, because each costs a purge of cached settings. */
    private const STEP_SECONDS = 10 * MINSECS;

    /**
     * Remembers a thing as it is.
     *
     * @param string $kind
     * @param int $itemid
     * @param int $version
     * @param int $id of the row when it was seen before, 0 when not
     */
    public static function put(string $kind, int $itemid, int $version, int $id = 0): void {
        global $DB;
        if ($id > 0) {
            $DB->set_field(self::TABLE, 'version', $version, ['id' => $id]);
        } else {
            $DB->insert_record(self::TABLE, ['kind' => $kind, 'itemid' => $itemid, 'version' => $version], false);
        }
    }

    /**
     * Since when to look for things of a kind, whose version is the time they came to be.
     *
     * @param string $kind
     * @return int|null seconds since 1970; null on the first run, which leaves alone what is there
     */
    public static function since(string $kind): ?int {
        $since = (int) get_config('local_campusbridge', "state_{$kind}_since");
        if ($since === 0) {
            set_config("state_{$kind}_since", di::get(clock::class)->time(), 'local_campusbridge');
            return null;
        }
        return $since;
    }

    /**
     * To be called when everything since then was seen: forgets what will not be looked at again.
     *
     * @param string $kind
     * @param int $since seconds since 1970
     */
    public static function seen(string $kind, int $since): void {
        global $DB;
        $next = di::get(clock::class)->time() - self::LOOK_BACK_SECONDS;
        if ($next - $since < self::STEP_SECONDS) {
            return;
        }
        $DB->delete_records_select(self::TABLE, 'kind = :kind AND version < :next', ['kind' => $kind, 'next' => $next]);
        set_config("state_{$kind}_since", $next, 'local_campusbridge');
    }
}
