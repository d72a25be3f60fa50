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
 * Finance as it is stored.
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
use local_campusbridge\local\records\finance_answer;
use local_campusbridge\local\records\finance_records;

/**
 * Reads fees, instalments and payments of students.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class get_finance extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'zohoids' => new external_multiple_structure(
                new external_value(PARAM_ALPHANUM, 'Zoho id of a student record'),
                'At most ' . batch::MAX_ITEMS
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
        foreach ($zohoids as $index => $zohoid) {
            if (!preg_match('/^\d{15,20}$/D', $zohoid)) {
                $problem = "zohoids[{$index}]: expected 15 to 20 digits";
                throw new \moodle_exception('badparameter', 'local_campusbridge', '', $problem);
            }
        }
        if (count($zohoids) > batch::MAX_ITEMS) {
            throw new \moodle_exception('badparameter', 'local_campusbridge', '', 'zohoids: at most ' . batch::MAX_ITEMS);
        }
        return ['students' => array_map(finance_answer::of(...), array_values(finance_records::get($zohoids)))];
    }

    /**
     * What it returns. Names and shapes are those of set_finance.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'students' => new external_multiple_structure(
                new external_single_structure(finance_answer::structure()),
                'Those who have finance; the others are left out'
            ),
        ]);
    }
}
