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
 * Web service: assignment grades.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;
use local_campusbridge\local\grading\grade_list;

/**
 * Reads assignment grades whole: what no core function answers, above all the criteria.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class get_grades extends external_api {
    /** Most ids of one call. */
    private const MAX_IDS = 100;

    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'ids' => new external_multiple_structure(new external_value(PARAM_INT, 'Id in assign_grades'), 'At most 100'),
        ]);
    }

    /**
     * Does it.
     *
     * @param int[] $ids
     * @return array
     */
    public static function execute(array $ids): array {
        ['ids' => $ids] = self::validate_parameters(self::execute_parameters(), ['ids' => $ids]);
        $context = \context_system::instance();
        self::validate_context($context);
        require_capability('local/campusbridge:use', $context);
        if (count($ids) > self::MAX_IDS) {
            throw new \invalid_parameter_exception('ids: at most ' . self::MAX_IDS);
        }
        $ids = array_values(array_unique($ids));
        $grades = grade_list::read($ids);
        return ['grades' => $grades, 'missing' => array_values(array_diff($ids, array_column($grades, 'id')))];
    }

    /**
     * What it returns.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'grades' => new external_multiple_structure(self::grade(), 'In the order of the ids'),
            'missing' => new external_multiple_structure(new external_value(PARAM_INT, 'Id'), 'Ids that do not exist (any more)'),
        ]);
    }

    /**
     * One grade.
     *
     * @return external_single_structure
     */
    private static function grade(): external_single_structure {
        $nullable = fn(string $type, string $description): external_value =>
            new external_value($type, $description, VALUE_REQUIRED, null, NULL_ALLOWED);
        return new external_single_structure([
            'id' => new external_value(PARAM_INT, 'Id in assign_grades'),
            'userid' => new external_value(PARAM_INT, 'The student'),
            'courseid' => new external_value(PARAM_INT, 'Course'),
            'cmid' => new external_value(PARAM_INT, 'Course module'),
            'assignmentid' => new external_value(PARAM_INT, 'Assignment'),
            'attemptnumber' => new external_value(PARAM_INT, 'The attempt this grade is of, counted from 0'),
            'grade' => $nullable(PARAM_FLOAT, 'Raw grade: points, or the place in the scale from 1; null without a mark'),
            'maxgrade' => $nullable(PARAM_INT, 'The highest grade; null for an assignment without grades'),
            'scale' => $nullable(PARAM_RAW, 'The name of the scale; null for points'),
            'btec' => new external_value(PARAM_BOOL, 'Is it graded with the standard scale BTEC?'),
            'workflowstate' => new external_value(PARAM_ALPHA, 'Marking workflow state; empty without marking workflow'),
            'criteria' => new external_multiple_structure(new external_single_structure([
                'id' => new external_value(PARAM_INT, 'Id'),
                'shortname' => new external_value(PARAM_RAW, 'Short name'),
                'score' => $nullable(PARAM_INT, '1 met, 0 not met, null where the marker has not said'),
                'remark' => new external_value(PARAM_RAW, 'The marker\'s remark, plain text'),
            ]), 'In the order of the form; empty when not marked with a BTEC form'),
            'feedback' => new external_value(PARAM_RAW, 'Feedback comments as plain text'),
            'grader' => self::person(VALUE_OPTIONAL),
            'markers' => new external_multiple_structure(self::person(VALUE_REQUIRED), 'Allocated markers'),
            'timecreated' => new external_value(PARAM_INT, 'When the grade was begun'),
            'timemodified' => new external_value(PARAM_INT, 'When it was last saved'),
            'duedate' => $nullable(PARAM_INT, 'Due date of this student, overrides and extension counted; null without one'),
            'duedatesource' => new external_value(PARAM_ALPHA, 'assignment, groupoverride, useroverride or extension'),
            'assignmentduedate' => $nullable(PARAM_INT, 'The due date of everybody'),
            'extensionduedate' => $nullable(PARAM_INT, 'The student\'s extension'),
            'attempts' => new external_value(PARAM_INT, 'Attempts the student has had so far, an opened one included'),
            'maxattempts' => new external_value(PARAM_INT, 'Attempts allowed; -1 without limit'),
            'attemptreopenmethod' => new external_value(PARAM_ALPHA, 'none, manual, automatic or untilpass'),
        ]);
    }

    /**
     * Somebody of the staff.
     *
     * @param int $required
     * @return external_single_structure
     */
    private static function person(int $required): external_single_structure {
        return new external_single_structure([
            'id' => new external_value(PARAM_INT, 'User'),
            'name' => new external_value(PARAM_RAW, 'Full name'),
            'roles' => new external_multiple_structure(
                new external_value(PARAM_RAW, 'Short name'),
                'Roles in the course, most important first'
            ),
        ], 'A member of staff', $required);
    }
}
