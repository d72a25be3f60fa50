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
 * Personal data of the student records.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\transform;
use core_privacy\local\request\writer;

/**
 * What is kept about a student: profile, registrations, money and results; and of a teacher, which classes they teach.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class records_data implements area {
    /** Which columns of which table say what: table => string of the metadata => columns. */
    private const TABLES = [
        'profiles' => ['studentid' => ['studentid'], 'email' => ['email']],
        'registrations' => ['programme' => ['programme', 'studylevel', 'status', 'student', 'deleted'], 'days' => ['startdate', 'enddate']],
        'finance' => [
            'scholarship' => ['scholarship', 'scholarshipreason', 'scholarshippercentage'],
            'amounts' => [
                'currency', 'amounttransferred', 'transferredcurrency', 'registrationfees', 'totalamount', 'discountamount',
                'scholarshipamount', 'netamount',
            ],
            'way' => ['paymentmethod', 'paymentmode', 'invoiceregfees'],
            'bank' => ['bankname', 'bankholder'],
        ],
        'instalments' => ['days' => ['duedate'], 'amounts' => ['amount', 'paid', 'currency'], 'programme' => ['student', 'registration', 'instalmentno']],
        'payments' => [
            'days' => ['paidon'], 'amounts' => ['amount', 'currency', 'voided'],
            'way' => ['receipt', 'method', 'purpose', 'reducesfee', 'instalmentno', 'slot'], 'programme' => ['student', 'registration'],
        ],
        'grades' => [
            'unit' => ['courseid', 'unitcode', 'unitname'], 'result' => ['result', 'status', 'attempt', 'explanation', 'criteria'],
            'days' => ['gradedon'], 'feedback' => ['feedback'],
        ],
        'classes' => ['unit' => ['courseid', 'name', 'unitcode', 'unitname', 'status'], 'days' => ['startdate', 'enddate']],
    ];

    #[\Override]
    public static function describe(collection $collection): void {
        foreach (self::TABLES as $table => $groups) {
            $owner = self::owner($table);
            $fields = [$owner => "privacy:metadata:records:{$owner}"];
            foreach ($groups as $string => $columns) {
                $fields += array_fill_keys($columns, "privacy:metadata:records:{$string}");
            }
            if ($table !== 'instalments') {
                $fields += ['zohoid' => 'privacy:metadata:records:zohoid', 'asof' => 'privacy:metadata:records:asof'];
            }
            $collection->add_database_table("local_campusbridge_{$table}", $fields, "privacy:metadata:records:{$table}");
        }
    }

    #[\Override]
    public static function has_data(int $userid): bool {
        global $DB;
        foreach (array_keys(self::TABLES) as $table) {
            if ($DB->record_exists("local_campusbridge_{$table}", [self::owner($table) => $userid])) {
                return true;
            }
        }
        return false;
    }

    #[\Override]
    public static function export(\context_user $context, array $subcontext): void {
        global $DB;
        $export = [];
        foreach (self::TABLES as $table => $groups) {
            $rows = $DB->get_records("local_campusbridge_{$table}", [self::owner($table) => $context->instanceid], 'id');
            $columns = array_merge(['zohoid'], ...array_values($groups));
            foreach ($rows as $row) {
                $one = array_intersect_key((array) $row, array_flip($columns));
                $export[$table][] = isset($row->asof) ? $one + ['asof' => transform::datetime(intdiv((int) $row->asof, 1000))] : $one;
            }
        }
        if ($export !== []) {
            writer::with_context($context)->export_data([...$subcontext, get_string('privacy:records', 'local_campusbridge')], (object) $export);
        }
    }

    /**
     * Deletes what is kept of a student. Classes stay, without their teacher.
     *
     * @param int $userid
     */
    #[\Override]
    public static function delete(int $userid): void {
        global $DB;
        foreach (array_keys(self::TABLES) as $table) {
            if (self::owner($table) === 'userid') {
                $DB->delete_records("local_campusbridge_{$table}", ['userid' => $userid]);
            }
        }
        $DB->set_field('local_campusbridge_classes', 'hash', null, ['teacherid' => $userid]);
        $DB->set_field('local_campusbridge_classes', 'teacherid', null, ['teacherid' => $userid]);
    }

    /**
     * The column that says whose a row is.
     *
     * @param string $table
     * @return string
     */
    private static function owner(string $table): string {
        return $table === 'classes' ? 'teacherid' : 'userid';
    }
}
