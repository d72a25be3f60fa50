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
 * What a batch about people answers.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;

/**
 * The answer of the batch functions about users and enrolments, in core's terms.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class result_structure {
    /**
     * One result per item, in their order.
     *
     * @param string $statuses which statuses there are
     * @param external_value[] $ids the ids that a result may carry
     * @return external_single_structure
     */
    public static function of(string $statuses, array $ids): external_single_structure {
        return new external_single_structure([
            'results' => new external_multiple_structure(new external_single_structure($ids + [
                'status' => new external_value(PARAM_ALPHA, $statuses),
                'error' => new external_value(PARAM_RAW, 'Why it was refused: a stable code', VALUE_OPTIONAL),
                'field' => new external_value(PARAM_RAW, 'The field that is wrong, empty when none alone is', VALUE_OPTIONAL),
                'message' => new external_value(PARAM_RAW, 'What is wrong and what would be right', VALUE_OPTIONAL),
                'changes' => new external_multiple_structure(new external_single_structure([
                    'field' => new external_value(PARAM_ALPHA, 'The field'),
                    'before' => new external_value(PARAM_RAW, 'Its value before'),
                    'after' => new external_value(PARAM_RAW, 'Its value now'),
                ]), 'What an update changed', VALUE_OPTIONAL),
            ])),
        ]);
    }
}
