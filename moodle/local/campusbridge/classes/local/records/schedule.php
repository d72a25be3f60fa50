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
 * Schedules of instalments as they are stored.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * Brings the instalments of a student or of a registration into step, row by row.
 *
 * The schedules of registrations arrive with the registrations and with the finance of the student. The newer read wins, whichever
 * function brought it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class schedule {
    /** The table. */
    public const TABLE = 'local_campusbridge_instalments';

    /**
     * Which instalment of a student it is.
     *
     * @param \stdClass $row with registration and instalmentno
     * @return string
     */
    public static function key(\stdClass $row): string {
        return sprintf('%s %05d', $row->registration, $row->instalmentno);
    }

    /**
     * What stored instalments say.
     *
     * @param \stdClass[] $rows
     * @return array[] column => value of each
     */
    public static function said_by(array $rows): array {
        $columns = array_flip(['registration', 'instalmentno', 'duedate', 'amount', 'paid', 'currency']);
        $instalments = [];
        foreach ($rows as $row) {
            $instalments[self::key($row)] = array_intersect_key((array) $row, $columns);
        }
        return $instalments;
    }

    /**
     * Writes the differences.
     *
     * @param string $student Zoho id of the student record
     * @param int $userid
     * @param \stdClass[] $rows what is stored; rows of another student, who had the registration before, are removed
     * @param array[] $instalments what should be: column => value of each
     * @return bool whether there were any
     */
    public static function write(string $student, int $userid, array $rows, array $instalments): bool {
        global $DB;
        $stored = [];
        $gone = [];
        foreach ($rows as $row) {
            if ($row->student === $student) {
                $stored[self::key($row)] = $row;
            } else {
                $gone[] = $row->id;
            }
        }
        $new = [];
        $changed = false;
        foreach ($instalments as $key => $columns) {
            $columns += ['student' => $student, 'userid' => $userid];
            if (!isset($stored[$key])) {
                $new[] = $columns;
            } else if (row::differs($stored[$key], $columns)) {
                $DB->update_record(self::TABLE, (object) ($columns + ['id' => $stored[$key]->id]));
                $changed = true;
            }
        }
        $gone = array_merge($gone, array_column(array_diff_key($stored, $instalments), 'id'));
        if ($gone !== []) {
            $DB->delete_records_list(self::TABLE, 'id', $gone);
        }
        if ($new !== []) {
            $DB->insert_records(self::TABLE, $new);
        }
        return $changed || $new !== [] || $gone !== [];
    }
}
