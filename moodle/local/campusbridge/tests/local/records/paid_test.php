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
 * Tests of sums over payments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * Sums over payments.
 *
 * @covers \local_campusbridge\local\records\paid
 * @group pure
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @group      pure
 */
final class paid_test extends \basic_testcase {
    /**
     * Payments and sums.
     *
     * @return array
     */
    public static function cases(): array {
        $payment = fn(string $amount, array $values = []): \stdClass =>
            (object) ($values + ['amount' => $amount, 'currency' => 'USD', 'reducesfee' => '1', 'voided' => '0']);
        $tenth = $payment('0.10');
        $lira = fn(array $values = []): \stdClass => $payment('5.00', $values + ['currency' => 'TRY']);
        return [
            'nothing paid' => ['100.00', [], '0.00', '100.00'],
            'cents that binary fractions cannot hold' => ['0.30', [$tenth, $tenth, $tenth], '0.30', '0.00'],
            'paid back' => ['100.00', [$payment('60.00'), $payment('-10.00')], '50.00', '50.00'],
            'too much' => ['100.00', [$payment('120.50')], '120.50', '-20.50'],
            'voided does not count' => ['100.00', [$payment('60.00', ['voided' => '1']), $payment('1.00')], '1.00', '99.00'],
            'books do not count' => ['100.00', [$payment('60.00', ['reducesfee' => '0'])], '0.00', '100.00'],
            'currencies that differ' => ['100.00', [$payment('60.00'), $lira()], '60.00', null],
            'another currency, voided' => ['100.00', [$lira(['voided' => '1'])], '0.00', '100.00'],
            'another currency, for books' => ['100.00', [$lira(['reducesfee' => '0'])], '0.00', '100.00'],
            'no fee known' => [null, [$payment('60.00')], '60.00', null],
        ];
    }

    /**
     * The sums.
     *
     * @dataProvider cases
     * @param string|null $net
     * @param array $payments
     * @param string $paid
     * @param string|null $remaining
     */
    public function test_sums(?string $net, array $payments, string $paid, ?string $remaining): void {
        $this->assertSame([$paid, $remaining], paid::towards('USD', $net, $payments));
    }
}
