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
 * What a student paid.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\money;

/**
 * Sums over payments. They are never stored, so that they can never disagree with the payments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class paid {
    /**
     * What was paid towards a fee, and what remains.
     *
     * Voided payments do not count, nor do those for other things than the fee. Only payments in the currency of the fee are
     * added up; when there are others, nobody can say what remains.
     *
     * @param string $currency of the fee
     * @param string|null $net the fee; null when it cannot be said
     * @param \stdClass[] $payments with amount, currency, reducesfee and voided
     * @return array [string paid, string|null remaining, below zero when too much was paid; null when it cannot be said]
     */
    public static function towards(string $currency, ?string $net, array $payments): array {
        $paid = 0;
        $comparable = $net !== null;
        foreach ($payments as $payment) {
            if ($payment->voided || !$payment->reducesfee) {
                continue;
            }
            if ($payment->currency === $currency) {
                $paid += money::hundredths($payment->amount);
            } else {
                $comparable = false;
            }
        }
        return [money::text($paid), $comparable ? money::text(money::hundredths($net) - $paid) : null];
    }
}
