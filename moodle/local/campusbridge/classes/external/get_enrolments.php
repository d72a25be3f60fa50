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
 * Reading enrolments.
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
use local_campusbridge\local\batch;
use local_campusbridge\local\invalid_items;
use local_campusbridge\local\item_refused;
use local_campusbridge\local\people\enrolment_reader;

/**
 * Web service function local_campusbridge_get_enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_enrolments extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'items' => new external_value(PARAM_RAW, 'JSON list of at most 100 objects: {userid, courseid}, {courseid} for ' .
                'everybody in a course, or {userid} for all courses of a user'),
            'after' => new external_value(PARAM_INT, 'Only higher ids than this: "next" of the page before', VALUE_DEFAULT, 0),
            'limit' => new external_value(PARAM_INT, 'Most enrolments of the page', VALUE_DEFAULT, enrolment_reader::MAX_PAGE),
        ]);
    }

    /**
     * Reads enrolments of every method.
     *
     * @param string $items
     * @param int $after
     * @param int $limit
     * @return array
     */
    public static function execute(string $items, int $after = 0, int $limit = enrolment_reader::MAX_PAGE): array {
        ['items' => $items, 'after' => $after, 'limit' => $limit] = self::validate_parameters(self::execute_parameters(),
            ['items' => $items, 'after' => $after, 'limit' => $limit]);
        $context = \context_system::instance();
        self::validate_context($context);
        require_capability('local/campusbridge:use', $context);
        require_capability('moodle/course:enrolreview', $context);
        if ($limit < 1 || $limit > enrolment_reader::MAX_PAGE) {
            throw new \moodle_exception('invalidlimit', 'local_campusbridge', '', enrolment_reader::MAX_PAGE);
        }
        try {
            return enrolment_reader::page(batch::items($items), $after, $limit);
        } catch (item_refused $e) {
            throw new invalid_items($e->getMessage());
        }
    }

    /**
     * Result.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'enrolments' => new external_multiple_structure(new external_single_structure([
                'id' => new external_value(PARAM_INT, 'The enrolment'),
                'userid' => new external_value(PARAM_INT, 'The user'),
                'courseid' => new external_value(PARAM_INT, 'The course'),
                'method' => new external_value(PARAM_PLUGIN, 'The enrolment method, such as manual'),
                'methodenabled' => new external_value(PARAM_BOOL, 'Whether the method is switched on in the course'),
                'status' => new external_value(PARAM_ALPHA, 'active or suspended'),
                'timestart' => new external_value(PARAM_INT, 'Seconds since 1970, 0 for none'),
                'timeend' => new external_value(PARAM_INT, 'Seconds since 1970, 0 for none'),
                'roleids' => new external_multiple_structure(new external_value(PARAM_INT, 'A role of the user there')),
            ]), 'Ordered by id'),
            'next' => new external_value(PARAM_INT, 'What to give as "after" for the next page, 0 on the last one'),
        ]);
    }
}
