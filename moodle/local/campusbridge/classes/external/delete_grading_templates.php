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
 * Web service: delete the BTEC grading templates of units.
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
use local_campusbridge\local\grading\templates;

/**
 * Deletes the shared BTEC grading templates of units. Assignments keep their copies.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class delete_grading_templates extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            // The items are checked field by field; JSON cannot be cleaned as a whole.
            'items' => new external_value(
                PARAM_RAW,
                'A JSON list of at most 100 objects {zohoid, as_of}'
            ),
        ]);
    }

    /**
     * Does it.
     *
     * @param string $items
     * @return array
     */
    public static function execute(string $items): array {
        ['items' => $items] = self::validate_parameters(self::execute_parameters(), ['items' => $items]);
        $context = \context_system::instance();
        self::validate_context($context);
        require_capability('local/campusbridge:use', $context);
        return ['results' => templates::delete(batch::items($items))];
    }

    /**
     * What it returns.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure(['results' => new external_multiple_structure(new external_single_structure([
            'status' => new external_value(PARAM_ALPHA, 'deleted, skipped (there is none), stale or refused'),
            'zohoid' => new external_value(PARAM_ALPHANUM, 'The unit\'s record id in Zoho', VALUE_OPTIONAL),
            'definitionid' => new external_value(PARAM_INT, 'The template\'s grading definition', VALUE_OPTIONAL),
            'error' => new external_value(PARAM_ALPHANUMEXT, 'Why it was refused: a stable code', VALUE_OPTIONAL),
            'field' => new external_value(PARAM_RAW, 'The field that is wrong', VALUE_OPTIONAL),
            'message' => new external_value(PARAM_RAW, 'What is wrong and what would be right', VALUE_OPTIONAL),
        ]), 'In the order of the items')]);
    }
}
