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
 * Finance as get_finance tells it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;

/**
 * Stored finance in the names and shapes of set_finance, with what is derived from it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class finance_answer {
    /** Fields of a student: name in an item => column. */
    private const STUDENT = [
        'zohoid' => 'zohoid', 'scholarship' => 'scholarship', 'scholarship_reason' => 'scholarshipreason',
        'scholarship_percentage' => 'scholarshippercentage', 'currency' => 'currency', 'amount_transferred' => 'amounttransferred',
        'transferred_currency' => 'transferredcurrency', 'payment_method' => 'paymentmethod', 'payment_mode' => 'paymentmode',
        'bank_name' => 'bankname', 'bank_holder' => 'bankholder', 'registration_fees' => 'registrationfees',
        'invoice_reg_fees' => 'invoiceregfees', 'total_amount' => 'totalamount', 'discount_amount' => 'discountamount',
        'scholarship_amount' => 'scholarshipamount', 'net_amount' => 'netamount', 'hash' => 'hash',
    ];

    /** Fields of an instalment. */
    private const INSTALMENT = [
        'due_date' => 'duedate', 'amount' => 'amount', 'paid' => 'paid', 'currency' => 'currency', 'registration' => 'registration',
    ];

    /** Fields of a payment. */
    private const PAYMENT = [
        'zohoid' => 'zohoid', 'number' => 'receipt', 'date' => 'paidon', 'amount' => 'amount', 'currency' => 'currency',
        'method' => 'method', 'purpose' => 'purpose', 'registration' => 'registration',
    ];

    /**
     * One student.
     *
     * @param \stdClass $finance as finance_records::get() gives it
     * @return array
     */
    public static function of(\stdClass $finance): array {
        [$paid, $remaining] = paid::towards($finance->currency, $finance->netamount, $finance->payments);
        return self::named(self::STUDENT, $finance) + [
            'userid' => (int) $finance->userid,
            'as_of' => (int) $finance->asof,
            'paid' => $paid,
            'remaining' => $remaining,
            'instalments' => array_map(
                fn(\stdClass $one): array => ['number' => (int) $one->instalmentno] + self::named(self::INSTALMENT, $one),
                $finance->instalments
            ),
            'payments' => array_map(fn(\stdClass $one): array => self::named(self::PAYMENT, $one) + [
                'slot' => $one->slot === null ? null : (int) $one->slot,
                'instalment' => $one->instalmentno === null ? null : (int) $one->instalmentno,
                'reduces_fee' => (bool) $one->reducesfee,
                'voided' => (bool) $one->voided,
                'as_of' => (int) $one->asof,
            ], $finance->payments),
        ];
    }

    /**
     * The structure of one student.
     *
     * @return array
     */
    public static function structure(): array {
        $whole = fn(string $about, bool $null = false): external_value =>
            new external_value(PARAM_INT, $about, VALUE_REQUIRED, null, $null ? NULL_ALLOWED : NULL_NOT_ALLOWED);
        $switch = fn(string $about): external_value => new external_value(PARAM_BOOL, $about);
        return self::texts(array_keys(self::STUDENT)) + self::texts(['paid', 'remaining']) + [
            'userid' => $whole('Moodle user'),
            'as_of' => $whole('When the other side was read, in milliseconds since 1970'),
            'instalments' => new external_multiple_structure(new external_single_structure(
                ['number' => $whole('Number of the instalment')] + self::texts(array_keys(self::INSTALMENT))
            )),
            'payments' => new external_multiple_structure(new external_single_structure(self::texts(array_keys(self::PAYMENT)) + [
                'slot' => $whole('Which payment of the student record; null for a payment record', true),
                'instalment' => $whole('Number of the instalment, or null', true),
                'reduces_fee' => $switch('Whether it is paid towards the fee'),
                'voided' => $switch('Whether it was deleted'),
                'as_of' => $whole('As that of the student'),
            ])),
        ];
    }

    /**
     * Some columns of a row under other names.
     *
     * @param string[] $names name => column
     * @param \stdClass $row
     * @return array
     */
    private static function named(array $names, \stdClass $row): array {
        return array_map(fn(string $column): ?string => $row->$column, $names);
    }

    /**
     * Structures of texts that may be null.
     *
     * @param string[] $names
     * @return external_value[]
     */
    private static function texts(array $names): array {
        $text = new external_value(PARAM_RAW, 'As in set_finance; amounts have two decimals', VALUE_REQUIRED, null, NULL_ALLOWED);
        return array_fill_keys($names, $text);
    }
}
