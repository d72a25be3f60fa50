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

namespace local_student_dashboard\local;

/**
 * Amounts of money.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\local\money
 */
final class money_test extends \advanced_testcase {
    /**
     * Amounts and what people read.
     *
     * @return array[]
     */
    public static function amounts(): array {
        return [
            'zero' => ['0', 0, 'USD 0.00'],
            'no decimals' => ['7', 700, 'USD 7.00'],
            'one decimal' => ['7.5', 750, 'USD 7.50'],
            'below one' => ['0.05', 5, 'USD 0.05'],
            'thousand' => ['1000.00', 100000, 'USD 1,000.00'],
            'just below a thousand' => ['999.99', 99999, 'USD 999.99'],
            'largest of the column' => ['9999999999.99', 999999999999, 'USD 9,999,999,999.99'],
            'given back' => ['-1234.50', -123450, "USD \u{2212}1,234.50"],
            'cents given back' => ['-0.01', -1, "USD \u{2212}0.01"],
        ];
    }

    /**
     * Amounts are read exactly and written for people.
     *
     * @dataProvider amounts
     * @param string $amount
     * @param int $hundredths
     * @param string $text
     */
    public function test_an_amount_is_read_and_written(string $amount, int $hundredths, string $text): void {
        $this->assertSame($hundredths, money::hundredths($amount));
        $this->assertSame($text, money::text($amount, 'USD'));
        $this->assertSame($hundredths, money::hundredths(money::decimal($hundredths)));
    }

    /**
     * Texts that are no amounts.
     *
     * @return array[]
     */
    public static function not_amounts(): array {
        return [[''], ['1,000.00'], ['1.234'], ['1e3'], ['.5'], ["5\n"], ['USD 5'], ['--1']];
    }

    /**
     * What is no amount is refused, never taken for zero.
     *
     * @dataProvider not_amounts
     * @param string $amount
     */
    public function test_another_text_is_refused(string $amount): void {
        $this->expectException(\UnexpectedValueException::class);
        money::hundredths($amount);
    }

    /**
     * Separators come from the language.
     */
    public function test_separators_are_those_of_the_language(): void {
        global $CFG, $SESSION;
        $this->resetAfterTest();
        $folder = "{$CFG->dataroot}/lang/xx";
        check_dir_exists($folder);
        $strings = "<?php\n\$string['decsep'] = ',';\n\$string['thousandssep'] = '.';\n";
        file_put_contents("{$folder}/langconfig.php", $strings);
        $SESSION->lang = 'xx';
        $this->assertSame('EUR 1.234.567,50', money::text('1234567.50', 'EUR'));
    }
}
