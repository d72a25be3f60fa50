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
 * Amounts of money.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Amounts as whole hundredths, so that nothing is ever rounded. Outside they are strings with two decimals, such as "1234.50".
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class money {
    /** What an amount looks like outside; ten digits before the point are what a number(12,2) column holds. */
    private const PATTERN = '/^(-?)(\d{1,10})(?:\.(\d{1,2}))?$/D';

    /**
     * Reads an amount.
     *
     * @param string $amount such as "1234.50", "-20" or "0.5"
     * @return int|null hundredths; null when it is not an amount
     */
    public static function hundredths(string $amount): ?int {
        if (!preg_match(self::PATTERN, $amount, $parts)) {
            return null;
        }
        $hundredths = (int) $parts[2] * 100 + (int) str_pad($parts[3] ?? '', 2, '0');
        return $parts[1] === '-' ? -$hundredths : $hundredths;
    }

    /**
     * Writes an amount.
     *
     * @param int $hundredths
     * @return string with two decimals
     */
    public static function text(int $hundredths): string {
        $size = abs($hundredths);
        return ($hundredths < 0 ? '-' : '') . sprintf('%d.%02d', intdiv($size, 100), $size % 100);
    }
}
