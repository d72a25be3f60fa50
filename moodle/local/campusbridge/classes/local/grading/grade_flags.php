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
 * Marking flags of students in assignments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * Workflow state, extension and allocated marker. They belong to the student in the assignment: all attempts share them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_flags {
    /**
     * Flags.
     *
     * @param \stdClass[] $rows with assignment and userid
     * @return \stdClass[] rows of assign_user_flags by pair; a student without flags is absent
     */
    public static function of(array $rows): array {
        global $DB;
        if ($rows === []) {
            return [];
        }
        [$inassign, $assignparams] = $DB->get_in_or_equal(array_unique(array_column($rows, 'assignment')), SQL_PARAMS_NAMED, 'a');
        [$inuser, $userparams] = $DB->get_in_or_equal(array_unique(array_column($rows, 'userid')), SQL_PARAMS_NAMED, 'u');
        $select = "assignment {$inassign} AND userid {$inuser}";
        $flags = [];
        // All fields: Moodle 5.2 has no allocatedmarker any more.
        foreach ($DB->get_records_select('assign_user_flags', $select, $assignparams + $userparams, 'id DESC') as $flag) {
            $flags[grade_list::pair($flag)] = $flag;
        }
        return $flags;
    }
}
