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
use local_campusbridge\local\records\person_records;

/**
 * What is kept about a student: profile, registrations, money and results; and of a teacher, which classes they teach.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class records_data implements area {
    /** What the columns of each table say: table => column => string. */
    private const TABLES = [
        'local_campusbridge_profiles' => [
            'userid' => 'privacy:metadata:records:userid',
            'zohoid' => 'privacy:metadata:records:zohoid',
            'studentid' => 'privacy:metadata:records:studentid',
            'email' => 'privacy:metadata:records:email',
            'asof' => 'privacy:metadata:records:asof',
        ],
        'local_campusbridge_registrations' => [
            'userid' => 'privacy:metadata:records:userid',
            'zohoid' => 'privacy:metadata:records:zohoid',
            'programme' => 'privacy:metadata:records:programme',
            'studylevel' => 'privacy:metadata:records:programme',
            'status' => 'privacy:metadata:records:programme',
            'student' => 'privacy:metadata:records:programme',
            'deleted' => 'privacy:metadata:records:programme',
            'startdate' => 'privacy:metadata:records:days',
            'enddate' => 'privacy:metadata:records:days',
            'asof' => 'privacy:metadata:records:asof',
        ],
        'local_campusbridge_finance' => [
            'userid' => 'privacy:metadata:records:userid',
            'zohoid' => 'privacy:metadata:records:zohoid',
            'scholarship' => 'privacy:metadata:records:scholarship',
            'scholarshipreason' => 'privacy:metadata:records:scholarship',
            'scholarshippercentage' => 'privacy:metadata:records:scholarship',
            'currency' => 'privacy:metadata:records:amounts',
            'amounttransferred' => 'privacy:metadata:records:amounts',
            'transferredcurrency' => 'privacy:metadata:records:amounts',
            'registrationfees' => 'privacy:metadata:records:amounts',
            'totalamount' => 'privacy:metadata:records:amounts',
            'discountamount' => 'privacy:metadata:records:amounts',
            'scholarshipamount' => 'privacy:metadata:records:amounts',
            'netamount' => 'privacy:metadata:records:amounts',
            'paymentmethod' => 'privacy:metadata:records:way',
            'paymentmode' => 'privacy:metadata:records:way',
            'invoiceregfees' => 'privacy:metadata:records:way',
            'bankname' => 'privacy:metadata:records:bank',
            'bankholder' => 'privacy:metadata:records:bank',
            'asof' => 'privacy:metadata:records:asof',
        ],
        'local_campusbridge_instalments' => [
            'userid' => 'privacy:metadata:records:userid',
            'duedate' => 'privacy:metadata:records:days',
            'amount' => 'privacy:metadata:records:amounts',
            'paid' => 'privacy:metadata:records:amounts',
            'currency' => 'privacy:metadata:records:amounts',
            'student' => 'privacy:metadata:records:programme',
            'registration' => 'privacy:metadata:records:programme',
            'instalmentno' => 'privacy:metadata:records:programme',
        ],
        'local_campusbridge_payments' => [
            'userid' => 'privacy:metadata:records:userid',
            'zohoid' => 'privacy:metadata:records:zohoid',
            'paidon' => 'privacy:metadata:records:days',
            'amount' => 'privacy:metadata:records:amounts',
            'currency' => 'privacy:metadata:records:amounts',
            'voided' => 'privacy:metadata:records:amounts',
            'receipt' => 'privacy:metadata:records:way',
            'method' => 'privacy:metadata:records:way',
            'purpose' => 'privacy:metadata:records:way',
            'reducesfee' => 'privacy:metadata:records:way',
            'instalmentno' => 'privacy:metadata:records:way',
            'slot' => 'privacy:metadata:records:way',
            'student' => 'privacy:metadata:records:programme',
            'registration' => 'privacy:metadata:records:programme',
            'asof' => 'privacy:metadata:records:asof',
        ],
        'local_campusbridge_grades' => [
            'userid' => 'privacy:metadata:records:userid',
            'zohoid' => 'privacy:metadata:records:zohoid',
            'courseid' => 'privacy:metadata:records:unit',
            'unitcode' => 'privacy:metadata:records:unit',
            'unitname' => 'privacy:metadata:records:unit',
            'result' => 'privacy:metadata:records:result',
            'status' => 'privacy:metadata:records:result',
            'attempt' => 'privacy:metadata:records:result',
            'explanation' => 'privacy:metadata:records:result',
            'criteria' => 'privacy:metadata:records:result',
            'gradedon' => 'privacy:metadata:records:days',
            'feedback' => 'privacy:metadata:records:feedback',
            'asof' => 'privacy:metadata:records:asof',
        ],
        'local_campusbridge_classes' => [
            'teacherid' => 'privacy:metadata:records:teacherid',
            'zohoid' => 'privacy:metadata:records:zohoid',
            'courseid' => 'privacy:metadata:records:unit',
            'name' => 'privacy:metadata:records:unit',
            'unitcode' => 'privacy:metadata:records:unit',
            'unitname' => 'privacy:metadata:records:unit',
            'status' => 'privacy:metadata:records:unit',
            'startdate' => 'privacy:metadata:records:days',
            'enddate' => 'privacy:metadata:records:days',
            'asof' => 'privacy:metadata:records:asof',
        ],
    ];

    /** What each table is. */
    private const ABOUT = [
        'local_campusbridge_profiles' => 'privacy:metadata:records:profiles',
        'local_campusbridge_registrations' => 'privacy:metadata:records:registrations',
        'local_campusbridge_finance' => 'privacy:metadata:records:finance',
        'local_campusbridge_instalments' => 'privacy:metadata:records:instalments',
        'local_campusbridge_payments' => 'privacy:metadata:records:payments',
        'local_campusbridge_grades' => 'privacy:metadata:records:grades',
        'local_campusbridge_classes' => 'privacy:metadata:records:classes',
    ];

    #[\Override]
    public static function describe(collection $collection): void {
        foreach (self::TABLES as $table => $columns) {
            $collection->add_database_table($table, $columns, self::ABOUT[$table]);
        }
    }

    #[\Override]
    public static function has_data(int $userid): bool {
        global $DB;
        foreach (array_keys(self::TABLES) as $table) {
            if ($DB->record_exists($table, [self::owner($table) => $userid])) {
                return true;
            }
        }
        return false;
    }

    #[\Override]
    public static function export(\context_user $context, array $subcontext): void {
        global $DB;
        $export = [];
        foreach (self::TABLES as $table => $columns) {
            foreach ($DB->get_records($table, [self::owner($table) => $context->instanceid], 'id') as $row) {
                $one = array_intersect_key((array) $row, $columns);
                unset($one[self::owner($table)]);
                if (isset($one['asof'])) {
                    $one['asof'] = transform::datetime(intdiv((int) $one['asof'], 1000));
                }
                $export[substr($table, strlen('local_campusbridge_'))][] = $one;
            }
        }
        if ($export !== []) {
            writer::with_context($context)->export_data(
                [...$subcontext, get_string('privacy:records', 'local_campusbridge')],
                (object) $export
            );
        }
    }

    /**
     * Deletes what is kept of a student. Classes stay, without their teacher.
     *
     * @param int $userid
     */
    #[\Override]
    public static function delete(int $userid): void {
        person_records::forget([$userid]);
    }

    /**
     * The column that says whose a row is.
     *
     * @param string $table
     * @return string
     */
    private static function owner(string $table): string {
        return $table === 'local_campusbridge_classes' ? 'teacherid' : 'userid';
    }
}
