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
 * What is kept of a person.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * Lets go of what is kept of people, because they were deleted in Moodle or because they asked for it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class person_records {
    /** The tables whose rows belong to the person in their column userid. */
    public const TABLES = [
        'local_campusbridge_profiles',
        registration_records::TABLE,
        finance_records::TABLE,
        schedule::TABLE,
        payment_records::TABLE,
        'local_campusbridge_grades',
    ];

    /** The table of classes, which name their teacher. */
    private const CLASSES = 'local_campusbridge_classes';

    /**
     * Deletes the records of people. Classes stay, without their teacher.
     *
     * @param int[] $userids
     */
    public static function forget(array $userids): void {
        global $DB;
        if ($userids === []) {
            return;
        }
        [$insql, $params] = $DB->get_in_or_equal($userids, SQL_PARAMS_NAMED);
        $students = [];
        foreach ([schedule::TABLE, payment_records::TABLE] as $table) {
            array_push($students, ...$DB->get_fieldset_select($table, 'DISTINCT student', "userid {$insql}", $params));
        }
        foreach (self::TABLES as $table) {
            $DB->delete_records_select($table, "userid {$insql}", $params);
        }
        // A student record may have another account by now: the same item must not find itself unchanged there.
        finance_records::forget_hash($students);
        array_map(registration_records::forget_hash(...), array_unique($students));
        $DB->set_field_select(self::CLASSES, 'hash', null, "teacherid {$insql}", $params);
        $DB->set_field_select(self::CLASSES, 'teacherid', null, "teacherid {$insql}", $params);
    }

    /**
     * The people of whom something is kept though Moodle has them no longer. A suspended account is still there.
     *
     * @return int[]
     */
    public static function of_nobody(): array {
        global $DB;
        $owners = array_fill_keys(self::TABLES, 'userid') + [self::CLASSES => 'teacherid'];
        $gone = [];
        foreach ($owners as $table => $column) {
            $sql = "SELECT DISTINCT r.{$column}
                      FROM {{$table}} r
                 LEFT JOIN {user} u ON u.id = r.{$column} AND u.deleted = 0
                     WHERE r.{$column} IS NOT NULL AND u.id IS NULL";
            array_push($gone, ...$DB->get_fieldset_sql($sql));
        }
        return array_values(array_unique(array_map('intval', $gone)));
    }
}
