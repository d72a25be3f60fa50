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
 * Web service: attach a unit's BTEC grading template to an assignment.
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
use local_campusbridge\local\grading\attachment;

/**
 * Sets an assignment to be marked with a copy of a unit's template and graded with the BTEC scale.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class attach_grading_template extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'zohoid' => new external_value(PARAM_ALPHANUM, 'The unit\'s record id in Zoho'),
            'cmid' => new external_value(PARAM_INT, 'The assignment\'s course module'),
        ]);
    }

    /**
     * Does it.
     *
     * @param string $zohoid
     * @param int $cmid
     * @return array
     */
    public static function execute(string $zohoid, int $cmid): array {
        $params = self::validate_parameters(self::execute_parameters(), ['zohoid' => $zohoid, 'cmid' => $cmid]);
        $context = \context_system::instance();
        self::validate_context($context);
        require_capability('local/campusbridge:use', $context);
        return attachment::attach($params['zohoid'], $params['cmid']);
    }

    /**
     * What it returns.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'status' => new external_value(PARAM_ALPHA, 'updated, skipped (already so) or refused'),
            'cmid' => new external_value(PARAM_INT, 'Course module', VALUE_OPTIONAL),
            'assignmentid' => new external_value(PARAM_INT, 'Assignment', VALUE_OPTIONAL),
            'definitionid' => new external_value(PARAM_INT, 'The copy\'s grading definition', VALUE_OPTIONAL),
            'behind' => new external_value(PARAM_ALPHA, 'Why a differing copy was left: marked, edited', VALUE_OPTIONAL),
            'error' => new external_value(PARAM_ALPHANUMEXT, 'Why it was refused: a stable code', VALUE_OPTIONAL),
            'field' => new external_value(PARAM_RAW, 'The field that is wrong', VALUE_OPTIONAL),
            'message' => new external_value(PARAM_RAW, 'What is wrong and what would be right', VALUE_OPTIONAL),
        ]);
    }
}
