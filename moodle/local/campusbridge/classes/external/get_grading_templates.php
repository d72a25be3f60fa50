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
 * Web service: the BTEC grading templates of units.
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
use local_campusbridge\local\grading\templates;

/**
 * Reads the shared BTEC grading templates of units and the copies that assignments are marked with.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class get_grading_templates extends external_api {
    /** Most ids of one call. */
    private const MAX_IDS = 100;

    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'zohoids' => new external_multiple_structure(
                new external_value(PARAM_ALPHANUM, 'A unit\'s record id in Zoho'),
                'At most 100'
            ),
        ]);
    }

    /**
     * Does it.
     *
     * @param string[] $zohoids
     * @return array
     */
    public static function execute(array $zohoids): array {
        ['zohoids' => $zohoids] = self::validate_parameters(self::execute_parameters(), ['zohoids' => $zohoids]);
        $context = \context_system::instance();
        self::validate_context($context);
        require_capability('local/campusbridge:use', $context);
        if (count($zohoids) > self::MAX_IDS) {
            throw new \invalid_parameter_exception('zohoids: at most ' . self::MAX_IDS);
        }
        return ['templates' => templates::get($zohoids)];
    }

    /**
     * What it returns.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        $template = new external_single_structure([
            'zohoid' => new external_value(PARAM_ALPHANUM, 'The unit\'s record id in Zoho'),
            'definitionid' => new external_value(PARAM_INT, 'The grading definition'),
            'as_of' => new external_value(PARAM_INT, 'When Zoho was read, in milliseconds'),
            'name' => new external_value(PARAM_RAW, 'Name'),
            'description' => new external_value(PARAM_RAW, 'Plain text about the whole form'),
            'timemodified' => new external_value(PARAM_INT, 'When the form was last changed, by anybody'),
            'criteria' => new external_multiple_structure(new external_single_structure([
                'id' => new external_value(PARAM_INT, 'Id'),
                'shortname' => new external_value(PARAM_RAW, 'Short name'),
                'description' => new external_value(PARAM_RAW, 'Plain text for students'),
                'descriptionmarkers' => new external_value(PARAM_RAW, 'Plain text for markers'),
            ]), 'In the order of the form'),
            'copies' => new external_multiple_structure(self::copy()),
        ]);
        return new external_single_structure([
            'templates' => new external_multiple_structure($template, 'A unit without a template is absent'),
        ]);
    }

    /**
     * An assignment that is marked with a copy.
     *
     * @return external_single_structure
     */
    private static function copy(): external_single_structure {
        return new external_single_structure([
            'definitionid' => new external_value(PARAM_INT, 'The copy\'s grading definition'),
            'cmid' => new external_value(PARAM_INT, 'Course module'),
            'courseid' => new external_value(PARAM_INT, 'Course'),
            'assignmentid' => new external_value(PARAM_INT, 'Assignment'),
            'marked' => new external_value(PARAM_INT, 'Submissions marked with it'),
            'behind' => new external_value(PARAM_ALPHA, 'Why it differs from the template: marked, edited; else empty'),
            'changes' => new external_single_structure([
                'added' => new external_multiple_structure(new external_value(PARAM_RAW, 'Short name')),
                'removed' => new external_multiple_structure(new external_value(PARAM_RAW, 'Short name')),
                'changed' => new external_multiple_structure(new external_value(PARAM_RAW, 'Short name')),
                'details' => new external_value(PARAM_BOOL, 'Name, description, order or readiness of the whole form'),
            ], 'What would change if it were brought into step'),
        ]);
    }
}
