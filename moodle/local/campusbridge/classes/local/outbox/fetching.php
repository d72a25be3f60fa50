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
 * Rows that the service fetches.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\clock;
use core\di;

/**
 * Remembers which rows get_changes gave out. On a site that no service address is entered for it is the only way that events take.
 *
 * What is remembered stands on the row, and is no number up to which everything counts as known: a plugin or a service that was
 * installed anew, or whoever asks from a high number, would skip rows that nobody has seen.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fetching {
    /** The name of the state that says when something asked last. */
    private const LAST = 'state_last_fetch';

    /** When something asked last is noted in steps, because each costs a purge of cached settings. */
    private const STEP_SECONDS = 5 * MINSECS;

    /** Most rows noted by one statement. */
    private const ROWS_PER_STATEMENT = 100;

    /**
     * Whether events can only be fetched, because there is no address to send them to.
     *
     * @return bool
     */
    public static function is_only_way(): bool {
        return (string) get_config('local_campusbridge', 'serviceurl') === '';
    }

    /**
     * Whether that is how this site works: events can only be fetched, and they were.
     *
     * @return bool
     */
    public static function is_in_use(): bool {
        return self::is_only_way() && self::last() > 0;
    }

    /**
     * Notes that rows are given out.
     *
     * @param \stdClass[] $rows none when there was nothing new
     */
    public static function note(array $rows): void {
        $now = di::get(clock::class)->time();
        $new = array_filter($rows, fn(\stdClass $row): bool => $row->timefetched === null);
        // In the order of the ids, as the sender does it: two who lock the same rows then wait for each other and not in a circle.
        $ids = array_column($new, 'id');
        sort($ids, SORT_NUMERIC);
        foreach (array_chunk($ids, self::ROWS_PER_STATEMENT) as $some) {
            outbox::update($some, ['timefetched' => $now]);
        }
        if ($now - self::last() >= self::STEP_SECONDS) {
            set_config(self::LAST, $now, 'local_campusbridge');
        }
    }

    /**
     * When something asked last, up to five minutes too early.
     *
     * @return int seconds since 1970, 0 for never
     */
    public static function last(): int {
        return (int) get_config('local_campusbridge', self::LAST);
    }

    /**
     * What waits and was never given out.
     *
     * @return \stdClass {count, oldest (time or null)}
     */
    public static function ahead(): \stdClass {
        global $DB;
        $sql = 'SELECT COUNT(id) AS count, MIN(timecreated) AS oldest
                  FROM {' . outbox::TABLE . '}
                 WHERE status = :waiting AND timefetched IS NULL';
        $row = $DB->get_record_sql($sql, ['waiting' => outbox::WAITING]);
        return (object) ['count' => (int) $row->count, 'oldest' => $row->oldest === null ? null : (int) $row->oldest];
    }
}
