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
 * Enrolling users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_single_structure;
use core_external\external_value;
use local_campusbridge\local\batch;
use local_campusbridge\local\people\enrolment_writer;
use local_campusbridge\local\people\result_structure;

/**
 * Web service function local_campusbridge_set_enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class set_enrolments extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'items' => new external_value(PARAM_RAW, 'JSON list of at most 100 objects, each with all of: userid, courseid, ' .
                'roleid, status (active or suspended), timestart and timeend (seconds since 1970, 0 for none), as_of (when Zoho ' .
                'was read, milliseconds since 1970)'),
        ]);
    }

    /**
     * Enrols users and updates their enrolments.
     *
     * @param string $items
     * @return array
     */
    public static function execute(string $items): array {
        ['items' => $items] = self::validate_parameters(self::execute_parameters(), ['items' => $items]);
        $context = \context_system::instance();
        self::validate_context($context);
        require_capability('local/campusbridge:use', $context);
        return ['results' => enrolment_writer::run(batch::items($items))];
    }

    /**
     * Result.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return result_structure::of('created, updated, skipped, stale or refused', [
            'userid' => new external_value(PARAM_INT, 'The user', VALUE_OPTIONAL),
            'courseid' => new external_value(PARAM_INT, 'The course', VALUE_OPTIONAL),
        ]);
    }
}
