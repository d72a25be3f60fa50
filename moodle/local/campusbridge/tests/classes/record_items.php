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
 * Items for tests.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\tests;

/**
 * Items of web services as the service sends them, about invented people.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_items {
    /** @var int the last id given */
    private int $last = 0;

    /**
     * An id of the other side that was not given before.
     *
     * @return string
     */
    public function zohoid(): string {
        return sprintf('4876876%012d', ++$this->last);
    }

    /**
     * An item of set_finance: 5,000.00 USD net, two instalments, one payment of 1,500.00.
     *
     * @param array $values what is different
     * @return array
     */
    public function finance_item(array $values): array {
        return $values + [
            'zohoid' => $this->zohoid(),
            'as_of' => 1760000000000,
            'scholarship' => 'Partial Scholarship %',
            'scholarship_reason' => 'School results',
            'scholarship_percentage' => '20',
            'currency' => 'USD',
            'amount_transferred' => '1500',
            'transferred_currency' => 'USD',
            'payment_method' => 'Bank Transfer',
            'payment_mode' => 'Installments',
            'bank_name' => 'Example Bank',
            'bank_holder' => 'Maya Example',
            'registration_fees' => '250.00',
            'invoice_reg_fees' => 'INV-REG-1',
            'total_amount' => '6250.00',
            'discount_amount' => '0',
            'scholarship_amount' => '1250.00',
            'net_amount' => '5000.00',
            'instalments' => [
                ['number' => 1, 'due_date' => '2026-09-01', 'amount' => '2500.00', 'paid' => '1500.00', 'currency' => 'USD'],
                ['number' => 2, 'due_date' => '2027-02-01', 'amount' => '2500.00', 'currency' => 'USD'],
            ],
            'payments' => [$this->payment()],
        ];
    }

    /**
     * A payment of a student, as it stands in an item of set_finance.
     *
     * @param array $values what is different
     * @return array
     */
    public function payment(array $values = []): array {
        $id = isset($values['slot']) ? [] : ['zohoid' => $values['zohoid'] ?? $this->zohoid()];
        return $values + $id + [
            'number' => 'PAY-1',
            'date' => '2026-09-03',
            'amount' => '1500.00',
            'currency' => 'USD',
            'method' => 'Bank Transfer',
            'purpose' => 'Study Fees',
            'reduces_fee' => true,
            'instalment' => 1,
        ];
    }

    /**
     * An item of add_payment.
     *
     * @param array $values what is different; student and userid are needed
     * @return array
     */
    public function payment_item(array $values): array {
        return $values + ['as_of' => 1760000000000] + $this->payment($values);
    }

    /**
     * An item of set_registrations.
     *
     * @param array $values what is different; userid is needed
     * @return array
     */
    public function registration_item(array $values): array {
        return $values + [
            'zohoid' => $this->zohoid(),
            'as_of' => 1760000000000,
            'student' => $this->zohoid(),
            'programme' => 'BTEC Computing',
            'level' => 'Level 5',
            'status' => 'Active',
            'start_date' => '2026-09-01',
            'end_date' => null,
        ];
    }

    /**
     * An item of set_profiles.
     *
     * @param array $values what is different; userid is needed
     * @return array
     */
    public function profile_item(array $values): array {
        return $values + [
            'zohoid' => $this->zohoid(),
            'as_of' => 1760000000000,
            'student_id' => 'ST-0042',
            'email' => 'maya@college.example.com',
        ];
    }

    /**
     * An item of set_classes.
     *
     * @param array $values what is different
     * @return array
     */
    public function class_item(array $values = []): array {
        return $values + [
            'zohoid' => $this->zohoid(),
            'as_of' => 1760000000000,
            'courseid' => null,
            'name' => 'Networking, group A',
            'unit_code' => 'H/615/1619',
            'unit_name' => 'Networking',
            'teacherid' => null,
            'start_date' => '2026-09-07',
            'end_date' => '2026-12-18',
            'status' => 'Active',
        ];
    }

    /**
     * An item of set_grades.
     *
     * @param array $values what is different; userid is needed
     * @return array
     */
    public function grade_item(array $values): array {
        return $values + [
            'zohoid' => $this->zohoid(),
            'as_of' => 1760000000000,
            'courseid' => null,
            'unit_code' => 'H/615/1619',
            'unit_name' => 'Networking',
            'result' => 'M',
            'status' => 'Released',
            'attempt' => 1,
            'date' => '2026-11-20',
            'feedback' => "Good work.\nExplain the protocol more.",
            'explanation' => 'Merit: P1, P2 and M1 met, D1 missing',
            'criteria' => [
                ['code' => 'P1', 'met' => true], ['code' => 'P2', 'met' => true],
                ['code' => 'M1', 'met' => true], ['code' => 'D1', 'met' => false],
            ],
        ];
    }
}
