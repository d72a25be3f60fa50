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
 * A payment.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\reading\fields;

/**
 * A payment as it stands in an item.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class payment {
    /** Payments that are noted in the fields of a student record itself, not in records of their own. */
    private const SLOTS = 8;

    /**
     * Reads a payment record.
     *
     * @param fields $fields
     * @return array column => value
     */
    public static function record(fields $fields): array {
        return ['zohoid' => $fields->zohoid('zohoid'), 'slot' => null] + self::rest($fields);
    }

    /**
     * Reads a payment of a student: a payment record (zohoid), or one noted in the student record (slot).
     *
     * @param fields $fields
     * @return array column => value
     */
    public static function of_student(fields $fields): array {
        $zohoid = $fields->optional_zohoid('zohoid');
        $slot = $fields->optional_whole('slot', 1, self::SLOTS);
        if (($zohoid === null) === ($slot === null)) {
            $fields->refuse('zohoid', 'either zohoid or slot');
        }
        return ['zohoid' => $zohoid, 'slot' => $slot] + self::rest($fields) + ['voided' => (int) $fields->optional_flag('voided')];
    }

    /**
     * Which payment of a student it is.
     *
     * @param \stdClass $payment with zohoid and slot
     * @return string
     */
    public static function key(\stdClass $payment): string {
        return $payment->zohoid === null ? "slot {$payment->slot}" : "zoho {$payment->zohoid}";
    }

    /**
     * Reads what all payments have.
     *
     * @param fields $fields
     * @return array
     */
    private static function rest(fields $fields): array {
        return [
            'receipt' => $fields->line('number', 100),
            'paidon' => $fields->optional_day('date'),
            'amount' => $fields->signed_amount('amount'),
            'currency' => $fields->currency('currency'),
            'method' => $fields->line('method', 100),
            'purpose' => $fields->line('purpose', 100),
            'reducesfee' => (int) $fields->flag('reduces_fee'),
            'instalmentno' => $fields->optional_whole('instalment', 1, 9999),
            'registration' => $fields->optional_zohoid('registration') ?? '',
        ];
    }
}
