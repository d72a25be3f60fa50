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
 * Attempts of students in assignments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * How many attempts a student has had, and may have.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_attempts {
    /**
     * Attempts. An attempt that was opened counts, submitted or not.
     *
     * @param \stdClass[] $rows with assignment, userid, attemptnumber, maxattempts, attemptreopenmethod, teamsubmission
     * @return array[] by pair: attempts, maxattempts (-1: no limit), attemptreopenmethod
     */
    public static function of(array $rows): array {
        $latest = [];
        $graded = self::latest('assign_grades', $rows);
        $submitted = self::latest('assign_submission', $rows);
        foreach ([...array_values($graded), ...array_values($submitted), ...self::of_teams($rows)] as $record) {
            $pair = grade_list::pair($record);
            $latest[$pair] = max($latest[$pair] ?? 0, (int)$record->attemptnumber);
        }
        $attempts = [];
        foreach ($rows as $row) {
            $pair = grade_list::pair($row);
            $attempts[$pair] = [
                'attempts' => $latest[$pair] + 1,
                'maxattempts' => (int)$row->maxattempts,
                'attemptreopenmethod' => $row->attemptreopenmethod,
            ];
        }
        return $attempts;
    }

    /**
     * The highest attempt number of each student in a table.
     *
     * @param string $table assign_grades or assign_submission
     * @param \stdClass[] $rows
     * @return \stdClass[] id (any), assignment, userid, attemptnumber
     */
    private static function latest(string $table, array $rows): array {
        global $DB;
        if ($rows === []) {
            return [];
        }
        [$inassign, $params] = $DB->get_in_or_equal(array_unique(array_column($rows, 'assignment')), SQL_PARAMS_NAMED, 'a');
        [$inuser, $userparams] = $DB->get_in_or_equal(array_unique(array_column($rows, 'userid')), SQL_PARAMS_NAMED, 'u');
        $sql = "SELECT MAX(id) AS id, assignment, userid, MAX(attemptnumber) AS attemptnumber
                  FROM {" . $table . "}
                 WHERE assignment {$inassign} AND userid {$inuser}
              GROUP BY assignment, userid";
        return $DB->get_records_sql($sql, $params + $userparams);
    }

    /**
     * The highest attempt number of the student's group, in assignments that groups hand in.
     *
     * @param \stdClass[] $rows
     * @return \stdClass[] id (any), assignment, userid, attemptnumber
     */
    private static function of_teams(array $rows): array {
        global $DB;
        $rows = array_filter($rows, fn(\stdClass $row): bool => (bool)$row->teamsubmission);
        if ($rows === []) {
            return [];
        }
        [$inassign, $params] = $DB->get_in_or_equal(array_unique(array_column($rows, 'assignment')), SQL_PARAMS_NAMED, 'a');
        [$inuser, $userparams] = $DB->get_in_or_equal(array_unique(array_column($rows, 'userid')), SQL_PARAMS_NAMED, 'u');
        $sql = "SELECT MAX(s.id) AS id, s.assignment, m.userid, MAX(s.attemptnumber) AS attemptnumber
                  FROM {assign_submission} s
                  JOIN {groups_members} m ON m.groupid = s.groupid
                 WHERE s.userid = 0 AND s.assignment {$inassign} AND m.userid {$inuser}
              GROUP BY s.assignment, m.userid";
        // One submission stands for all of its group, so its id is no key.
        $records = $DB->get_recordset_sql($sql, $params + $userparams);
        $latest = iterator_to_array($records, false);
        $records->close();
        return $latest;
    }
}
