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
 * Tests of amounts.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Amounts are read and written without rounding.
 *
 * @covers \local_campusbridge\local\money
 * @group pure
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @group      pure
 */
final class money_test extends \basic_testcase {
    /**
     * Amounts and their hundredths.
     *
     * @return array
     */
    public static function amounts(): array {
        return [
            ['0', 0, '0.00'], ['1', 100, '1.00'], ['1.5', 150, '1.50'], ['0.05', 5, '0.05'], ['1234.50', 123450, '1234.50'],
            ['-20', -2000, '-20.00'], ['-0.01', -1, '-0.01'], ['-0', 0, '0.00'], ['007.10', 710, '7.10'],
            ['9999999999.99', 999999999999, '9999999999.99'],
        ];
    }

    /**
     * An amount survives.
     *
     * @dataProvider amounts
     * @param string $amount
     * @param int $hundredths
     * @param string $text
     */
    public function test_an_amount_is_read_and_written(string $amount, int $hundredths, string $text): void {
        $this->assertSame($hundredths, money::hundredths($amount));
        $this->assertSame($text, money::text($hundredths));
    }

    /**
     * What is not an amount.
     *
     * @return array
     */
    public static function nonsense(): array {
        return [
            [''], [' 1'], ["1\n"], ['1,5'], ['1.234'], ['1e3'], ['.5'], ['5.'], ['+1'], ['--1'], ['12345678901'],
            ['USD 5'], ['NaN'], ['١٢'],
        ];
    }

    /**
     * Nothing is guessed.
     *
     * @dataProvider nonsense
     * @param string $text
     */
    public function test_what_is_not_an_amount_is_not_guessed(string $text): void {
        $this->assertNull(money::hundredths($text));
    }
}
