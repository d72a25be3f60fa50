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
 * Numbers and money of an item.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\reading;

use local_campusbridge\local\currency;
use local_campusbridge\local\money;

/**
 * The readers of an item's whole numbers, of Moodle's ids, of switches and of money.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
trait reads_numbers {
    /**
     * An id of Moodle.
     *
     * @param string $name
     * @return int
     */
    public function moodleid(string $name): int {
        return $this->optional_moodleid($name) ?? $this->missing($name);
    }

    /**
     * An id of Moodle, or null.
     *
     * @param string $name
     * @return int|null
     */
    public function optional_moodleid(string $name): ?int {
        return $this->optional_whole($name, 1);
    }

    /**
     * A whole number.
     *
     * @param string $name
     * @param int $least
     * @param int $most
     * @return int
     */
    public function whole(string $name, int $least, int $most = PHP_INT_MAX): int {
        return $this->optional_whole($name, $least, $most) ?? $this->missing($name);
    }

    /**
     * A whole number, or null.
     *
     * @param string $name
     * @param int $least
     * @param int $most
     * @return int|null
     */
    public function optional_whole(string $name, int $least, int $most = PHP_INT_MAX): ?int {
        $value = $this->value($name);
        if ($value !== null && (!is_int($value) || $value < $least || $value > $most)) {
            $this->refuse($name, $this->dialect->whole($least, $most));
        }
        return $value;
    }

    /**
     * A switch.
     *
     * @param string $name
     * @return bool
     */
    public function flag(string $name): bool {
        return $this->optional_flag($name) ?? $this->missing($name);
    }

    /**
     * A switch, or null.
     *
     * @param string $name
     * @return bool|null
     */
    public function optional_flag(string $name): ?bool {
        $value = $this->value($name);
        if ($value !== null && !is_bool($value)) {
            $this->refuse($name, 'true or false');
        }
        return $value;
    }

    /**
     * An amount, not below zero.
     *
     * @param string $name
     * @return string with two decimals
     */
    public function amount(string $name): string {
        return $this->optional_amount($name) ?? $this->missing($name);
    }

    /**
     * An amount, not below zero, or null.
     *
     * @param string $name
     * @return string|null with two decimals
     */
    public function optional_amount(string $name): ?string {
        $amount = $this->decimal($name);
        if ($amount !== null && $amount[0] === '-') {
            $this->refuse($name, 'an amount that is not below zero');
        }
        return $amount;
    }

    /**
     * An amount that may be below zero, as a payment that was given back.
     *
     * @param string $name
     * @return string with two decimals
     */
    public function signed_amount(string $name): string {
        return $this->decimal($name) ?? $this->missing($name);
    }

    /**
     * A percentage, or null.
     *
     * @param string $name
     * @return string|null "0.00" to "100.00"
     */
    public function optional_percentage(string $name): ?string {
        $percentage = $this->decimal($name);
        if ($percentage !== null && (money::hundredths($percentage) < 0 || money::hundredths($percentage) > 10000)) {
            $this->refuse($name, 'a string from "0" to "100"');
        }
        return $percentage;
    }

    /**
     * The code of a currency.
     *
     * @param string $name
     * @return string
     */
    public function currency(string $name): string {
        return $this->optional_currency($name) ?? $this->missing($name);
    }

    /**
     * The code of a currency, or null.
     *
     * @param string $name
     * @return string|null
     */
    public function optional_currency(string $name): ?string {
        $value = $this->value($name);
        if ($value !== null && (!is_string($value) || !currency::exists($value))) {
            $this->refuse($name, 'the ISO 4217 code of a currency, such as "EUR"');
        }
        return $value;
    }

    /**
     * A number with at most two decimals. A JSON number is refused: it may have been rounded on its way.
     *
     * @param string $name
     * @return string|null with two decimals
     */
    private function decimal(string $name): ?string {
        $value = $this->value($name);
        if ($value === null) {
            return null;
        }
        $hundredths = is_string($value) ? money::hundredths($value) : null;
        if ($hundredths === null) {
            $this->refuse($name, 'a string such as "1234.50", with at most ten digits before the point and two after it');
        }
        return money::text($hundredths);
    }
}
