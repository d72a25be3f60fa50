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
 * What is left of whom and what Moodle has no longer.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\gone;

use local_campusbridge\local\asof;
use local_campusbridge\local\outbox\override_watch;
use local_campusbridge\local\records\person_records;

/**
 * Finds and deletes what is kept of users and courses that Moodle has no longer. Ids are never given twice, so nothing of it can
 * come to be about somebody else.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class leftovers {
    /** Most rows deleted by one statement. */
    private const ROWS_PER_STATEMENT = 500;

    /**
     * Deletes them.
     *
     * @return array{people: int, ages: int} of how many people records were deleted, and how many times of reading
     */
    public static function clean_up(): array {
        global $DB;
        $people = person_records::of_nobody();
        foreach (array_chunk($people, self::ROWS_PER_STATEMENT) as $some) {
            person_records::forget($some);
        }
        $ages = self::ages_of_nobody();
        foreach (array_chunk($ages, self::ROWS_PER_STATEMENT) as $some) {
            $DB->delete_records_list(asof::TABLE, 'id', $some);
        }
        override_watch::clean_up();
        return ['people' => count($people), 'ages' => count($ages)];
    }

    /**
     * Times of reading that are about a user who is gone, or about an enrolment in a course that is.
     *
     * @return int[] row ids
     */
    private static function ages_of_nobody(): array {
        global $DB;
        $sql = 'SELECT a.id
                  FROM {' . asof::TABLE . '} a
             LEFT JOIN {user} u ON u.id = a.userid AND u.deleted = 0
                 WHERE a.userid <> 0 AND u.id IS NULL';
        $ids = $DB->get_fieldset_sql($sql);
        $courses = array_fill_keys($DB->get_fieldset_select('course', 'id', ''), true);
        $enrolments = $DB->get_recordset(asof::TABLE, ['kind' => 'enrolment'], '', 'id, itemkey');
        foreach ($enrolments as $row) {
            [, $courseid] = explode(':', $row->itemkey);
            if (!isset($courses[$courseid])) {
                $ids[] = $row->id;
            }
        }
        $enrolments->close();
        return array_values(array_unique(array_map('intval', $ids)));
    }
}
