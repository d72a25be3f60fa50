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
 * What functions of student records return.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;

/**
 * The results of a batch of student records.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_results {
    /**
     * Their structure.
     *
     * @return external_single_structure
     */
    public static function structure(): external_single_structure {
        return new external_single_structure([
            'results' => new external_multiple_structure(new external_single_structure([
                'status' => new external_value(
                    PARAM_ALPHA,
                    'created, updated, skipped (already so), stale (older than what is stored) or refused'
                ),
                'zohoid' => new external_value(PARAM_ALPHANUM, 'The item, when its id could be read', VALUE_OPTIONAL),
                'error' => new external_value(PARAM_ALPHANUMEXT, 'Why it was refused: a stable code', VALUE_OPTIONAL),
                'field' => new external_value(PARAM_RAW, 'The field that is wrong', VALUE_OPTIONAL),
                'message' => new external_value(PARAM_RAW, 'What is wrong and what would be right', VALUE_OPTIONAL),
            ]), 'In the order of the items'),
        ]);
    }
}
