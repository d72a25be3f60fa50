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
 * The finance of a student.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\reading\fields;

/**
 * All that is known of a student's money: the fields of the student record, instalments and payments at once.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class finance_item extends item {
    /** Most payments of one student. */
    private const MOST_PAYMENTS = 500;

    /** @var array[] column => value of each instalment */
    public readonly array $instalments;

    /** @var array[] column => value of each payment, by payment::key() */
    public readonly array $payments;

    /** @var int[] where a payment record stands in the item's list, by its Zoho id */
    public readonly array $places;

    /** @var array column => value */
    private readonly array $columns;

    /**
     * Reads an item.
     *
     * @param fields $fields
     */
    public function __construct(fields $fields) {
        parent::__construct($fields, true);
        $this->columns = [
            'zohoid' => $this->zohoid,
            'userid' => $this->userid,
            'scholarship' => $fields->line('scholarship', 100),
            'scholarshipreason' => $fields->line('scholarship_reason', 255),
            'scholarshippercentage' => $fields->optional_percentage('scholarship_percentage'),
            'currency' => $fields->currency('currency'),
            'amounttransferred' => $fields->optional_amount('amount_transferred'),
            'transferredcurrency' => $fields->optional_currency('transferred_currency'),
            'paymentmethod' => $fields->line('payment_method', 100),
            'paymentmode' => $fields->line('payment_mode', 100),
            'bankname' => $fields->line('bank_name', 255),
            'bankholder' => $fields->line('bank_holder', 255),
            'registrationfees' => $fields->optional_amount('registration_fees'),
            'invoiceregfees' => $fields->line('invoice_reg_fees', 255),
            'totalamount' => $fields->optional_amount('total_amount'),
            'discountamount' => $fields->optional_amount('discount_amount'),
            'scholarshipamount' => $fields->optional_amount('scholarship_amount'),
            'netamount' => $fields->optional_amount('net_amount'),
        ];
        if ($this->columns['amounttransferred'] !== null && $this->columns['transferredcurrency'] === null) {
            $fields->missing('transferred_currency');
        }
        $this->instalments = instalments::of_student($fields) ?? $fields->missing('instalments');
        [$this->payments, $this->places] = self::payments($fields);
        $fields->only();
    }

    /**
     * What is stored of the student record.
     *
     * @return array
     */
    public function columns(): array {
        return $this->columns;
    }

    /**
     * All it says.
     *
     * @return array
     */
    protected function content(): array {
        return [$this->columns, $this->instalments, $this->payments];
    }

    /**
     * Reads the payments.
     *
     * @param fields $fields
     * @return array[] the payments, and the places of those that are records
     */
    private static function payments(fields $fields): array {
        $payments = [];
        $places = [];
        foreach ($fields->list('payments', self::MOST_PAYMENTS) as $place => $one) {
            $payment = payment::of_student($one);
            $one->only();
            $key = payment::key((object) $payment);
            if (isset($payments[$key])) {
                $one->refuse($payment['zohoid'] === null ? 'slot' : 'zohoid', 'each payment once');
            }
            $payments[$key] = $payment;
            if ($payment['zohoid'] !== null) {
                $places[$payment['zohoid']] = $place;
            }
        }
        ksort($payments, SORT_STRING);
        return [$payments, $places];
    }
}
