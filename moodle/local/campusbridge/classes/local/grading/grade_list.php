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
 * Assignment grades, whole, for the service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * Reads assignment grades with everything that a unit's result is made of, in a fixed number of queries however many are asked for.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_list {
    /** What core stores while nobody has given a grade. */
    private const NO_GRADE = -1;

    /**
     * The grades.
     *
     * @param int[] $ids of assign_grades
     * @return array[] in the order of the ids; what does not exist is absent
     */
    public static function read(array $ids): array {
        $rows = self::rows($ids);
        $feedback = grade_feedback::of(array_keys($rows));
        $criteria = grade_criteria::of(array_keys($rows));
        $flags = grade_flags::of($rows);
        $duedates = grade_due_dates::of($rows, $flags);
        $attempts = grade_attempts::of($rows);
        $markers = grade_markers::of($rows, $flags);
        $people = new grade_people($rows, $markers);
        $grades = [];
        foreach ($rows as $id => $row) {
            $pair = self::pair($row);
            $grader = $people->person((int)$row->grader, (int)$row->course);
            $grades[] = [
                'id' => (int)$id,
                'userid' => (int)$row->userid,
                'courseid' => (int)$row->course,
                'cmid' => (int)$row->cmid,
                'assignmentid' => (int)$row->assignment,
                'attemptnumber' => (int)$row->attemptnumber,
                'grade' => $row->grade === null || (float)$row->grade < 0 ? null : (float)$row->grade,
                'maxgrade' => self::max_grade($row),
                'scale' => $row->scalename,
                'btec' => $row->scalename === btec::SCALE && (int)$row->scalecourse === 0,
                'workflowstate' => $row->markingworkflow ? $flags[$pair]->workflowstate ?? '' ?: 'notmarked' : '',
                'criteria' => $criteria[$id] ?? [],
                'feedback' => $feedback[$id] ?? '',
                'markers' => array_values(array_filter(array_map(
                    fn(int $marker): ?array => $people->person($marker, (int)$row->course),
                    $markers[$pair] ?? []
                ))),
                'timecreated' => (int)$row->timecreated,
                'timemodified' => (int)$row->timemodified,
            ] + $duedates[$pair] + $attempts[$pair] + ($grader === null ? [] : ['grader' => $grader]);
        }
        $order = array_flip(array_values($ids));
        usort($grades, fn(array $a, array $b): int => $order[$a['id']] <=> $order[$b['id']]);
        return $grades;
    }

    /**
     * The key of a student in an assignment.
     *
     * @param \stdClass $row with assignment and userid
     * @return string
     */
    public static function pair(\stdClass $row): string {
        return "{$row->assignment}:{$row->userid}";
    }

    /**
     * Grades with their assignments.
     *
     * @param int[] $ids
     * @return \stdClass[] by id
     */
    private static function rows(array $ids): array {
        global $DB;
        if ($ids === []) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
        $sql = "SELECT g.id, g.assignment, g.userid, g.grader, g.grade, g.attemptnumber, g.timecreated, g.timemodified,
                       a.course, a.grade AS assigngrade, a.duedate, a.maxattempts, a.attemptreopenmethod, a.teamsubmission,
                       a.markingworkflow, a.markingallocation, cm.id AS cmid,
                       s.name AS scalename, s.scale AS scaleitems, s.courseid AS scalecourse
                  FROM {assign_grades} g
                  JOIN {assign} a ON a.id = g.assignment
                  JOIN {course_modules} cm ON cm.instance = a.id
                  JOIN {modules} m ON m.id = cm.module AND m.name = :module
             LEFT JOIN {scale} s ON s.id = -a.grade
                 WHERE g.id {$in}";
        return $DB->get_records_sql($sql, $params + ['module' => 'assign']);
    }

    /**
     * The highest grade: points, or the number of the scale's items.
     *
     * @param \stdClass $row
     * @return int|null null for an assignment that gives no grades
     */
    private static function max_grade(\stdClass $row): ?int {
        if ($row->scaleitems !== null) {
            return count(explode(',', $row->scaleitems));
        }
        return $row->assigngrade > 0 ? (int)$row->assigngrade : null;
    }
}
