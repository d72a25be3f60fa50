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
 * What is stored, beside what should be.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * Compares rows, and writes when they were seen last.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class row {
    /**
     * Whether a row differs from what it should be. Databases return numbers as text; values are compared as they are written.
     *
     * @param \stdClass $row
     * @param array $columns column => value
     * @return bool
     */
    public static function differs(\stdClass $row, array $columns): bool {
        foreach ($columns as $name => $value) {
            $stored = $row->$name;
            if (($stored === null) !== ($value === null) || (string) $stored !== (string) $value) {
                return true;
            }
        }
        return false;
    }

    /**
     * Rows by an id of the other side.
     *
     * @param string $table
     * @param string $column
     * @param string[] $zohoids
     * @return \stdClass[] by id
     */
    public static function where(string $table, string $column, array $zohoids): array {
        global $DB;
        return $zohoids === [] ? [] : $DB->get_records_list($table, $column, array_unique($zohoids), 'id');
    }

    /**
     * The same, of a column that is unique.
     *
     * @param string $table
     * @param string[] $zohoids
     * @return \stdClass[] by Zoho id
     */
    public static function by_zohoid(string $table, array $zohoids): array {
        return array_column(self::where($table, 'zohoid', $zohoids), null, 'zohoid');
    }
}
