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
 * Who was allocated to mark.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * Allocated markers: one in a field of the flags until Moodle 5.1, several in a table since 5.2.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_markers {
    /** The table of Moodle 5.2 and later. */
    private const TABLE = 'assign_allocated_marker';

    /**
     * Markers of students in assignments that allocate them.
     *
     * @param \stdClass[] $rows with assignment, userid, markingworkflow, markingallocation
     * @param \stdClass[] $flags by pair
     * @return int[][] user ids by pair
     */
    public static function of(array $rows, array $flags): array {
        global $DB;
        // Allocations stay in the database when a teacher switches allocation off.
        $rows = array_filter($rows, fn(\stdClass $row): bool => $row->markingworkflow && $row->markingallocation);
        if ($rows === []) {
            return [];
        }
        $markers = [];
        if ($DB->get_manager()->table_exists(self::TABLE)) {
            [$in, $params] = $DB->get_in_or_equal(array_unique(array_column($rows, 'assignment')));
            foreach ($DB->get_records_select(self::TABLE, "assignment {$in}", $params, 'id') as $allocation) {
                $markers["{$allocation->assignment}:{$allocation->student}"][] = (int)$allocation->marker;
            }
            return $markers;
        }
        foreach ($rows as $row) {
            $pair = grade_list::pair($row);
            if (!empty($flags[$pair]->allocatedmarker)) {
                $markers[$pair] = [(int)$flags[$pair]->allocatedmarker];
            }
        }
        return $markers;
    }
}
