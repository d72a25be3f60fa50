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
 * Amounts of money: decimal text on the way in, whole hundredths for arithmetic, localised text on the way out.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class money {
    /**
     * Not to be made: only static functions.
     */
    private function __construct() {
    }

    /**
     * The hundredths of an amount.
     *
     * @param string $amount such as "1234.50" or "-3"
     * @return int such as 123450
     * @throws \UnexpectedValueException when the text is not an amount
     */
    public static function hundredths(string $amount): int {
        if (!preg_match('/^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/D', $amount, $parts)) {
            throw new \UnexpectedValueException('An amount of money is not a decimal number with at most two decimals');
        }
        $hundredths = (int) $parts[2] * 100 + (int) str_pad($parts[3] ?? '', 2, '0');
        return $parts[1] === '-' ? -$hundredths : $hundredths;
    }

    /**
     * The decimal text of hundredths.
     *
     * @param int $hundredths such as -350
     * @return string such as "-3.50"
     */
    public static function decimal(int $hundredths): string {
        $whole = intdiv(abs($hundredths), 100);
        return sprintf('%s%d.%02d', $hundredths < 0 ? '-' : '', $whole, abs($hundredths) % 100);
    }

    /**
     * The amount as people of the current language write it, with its currency code.
     *
     * @param string $amount such as "1234.50"
     * @param string $currency ISO 4217 code such as "USD"
     * @return string such as "USD 1,234.50"; plain text, to be escaped
     */
    public static function text(string $amount, string $currency): string {
        $hundredths = self::hundredths($amount);
        $thousands = strrev(implode(
            strrev(get_string('thousandssep', 'langconfig')),
            str_split(strrev((string) intdiv(abs($hundredths), 100)), 3)
        ));
        // The part below one goes through core, which knows the decimal separator of the language.
        $decimals = \core_text::substr(format_float(abs($hundredths) % 100 / 100, 2), 1);
        return get_string('money', 'local_student_dashboard', (object) [
            'amount' => ($hundredths < 0 ? "\u{2212}" : '') . $thousands . $decimals,
            'currency' => $currency,
        ]);
    }
}
