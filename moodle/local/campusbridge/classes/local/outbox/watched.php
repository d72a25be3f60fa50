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

/**
 * What was seen last of the things whose changes Moodle tells nobody.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class watched {
    /** The table. */
    public const TABLE = 'local_campusbridge_watched';

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
}
