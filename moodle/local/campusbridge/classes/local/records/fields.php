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
 * The fields of one item.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\item_refused;

/**
 * Reads an item field by field. Each reader names the field and what would be right when the value is wrong.
 *
 * A field that is left out and one that is null mean the same. A field nobody asked for is refused by only(), because a misspelt
 * name would otherwise lose its value without a word.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fields {
    /** How far, in seconds, the other side's clock may be ahead of ours. */
    private const AHEAD = 86400;

    /** @var string[] names that were asked for */
    private array $asked = [];

    /**
     * Constructor.
     *
     * @param array $values the item: name => value
     * @param string $path where the item stands in its parent, such as "payments[2].", '' for the item itself
     */
    public function __construct(
        /** @var array the item */
        private readonly array $values,
        /** @var string where the item stands in its parent */
        private readonly string $path = ''
    ) {
    }

    /**
     * An id of the other side.
     *
     * @param string $name
     * @return string 15 to 20 digits
     */
    public function zohoid(string $name): string {
        return $this->optional_zohoid($name) ?? $this->missing($name);
    }

    /**
     * An id of the other side, or null.
     *
     * @param string $name
     * @return string|null
     */
    public function optional_zohoid(string $name): ?string {
        $value = $this->value($name);
        if ($value !== null && (!is_string($value) || !preg_match('/^\d{15,20}$/D', $value))) {
            $this->refuse($name, 'a string of 15 to 20 digits');
        }
        return $value;
    }

    /**
     * An id of Moodle.
     *
     * @param string $name
     * @return int
     */
    public function moodleid(string $name): int {
        return $this->optional_whole($name, 1, PHP_INT_MAX) ?? $this->missing($name);
    }

    /**
     * An id of Moodle, or null.
     *
     * @param string $name
     * @return int|null
     */
    public function optional_moodleid(string $name): ?int {
        return $this->optional_whole($name, 1, PHP_INT_MAX);
    }

    /**
     * A whole number.
     *
     * @param string $name
     * @param int $least
     * @param int $most
     * @return int
     */
    public function whole(string $name, int $least, int $most): int {
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
    public function optional_whole(string $name, int $least, int $most): ?int {
        $value = $this->value($name);
        if ($value !== null && (!is_int($value) || $value < $least || $value > $most)) {
            $this->refuse($name, "a whole number from {$least}" . ($most === PHP_INT_MAX ? '' : " to {$most}"));
        }
        return $value;
    }

    /**
     * When the other side was read. Seconds instead of milliseconds, and a clock far ahead, are refused: such an item would
     * make every later one stale.
     *
     * @param string $name
     * @return int milliseconds since 1970
     */
    public function asof(string $name = 'as_of'): int {
        $value = $this->value($name) ?? $this->missing($name);
        if (!is_int($value) || $value < 1000000000000 || $value > (time() + self::AHEAD) * 1000) {
            $this->refuse($name, 'a whole number of milliseconds since 1970, not in the future');
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
     * A day of the calendar, or null.
     *
     * @param string $name
     * @return string|null YYYY-MM-DD
     */
    public function optional_day(string $name): ?string {
        $value = $this->value($name);
        if (
            $value !== null && (!is_string($value) || !preg_match('/^(\d{4})-(\d{2})-(\d{2})$/D', $value, $parts)
            || !checkdate((int) $parts[2], (int) $parts[3], (int) $parts[1]))
        ) {
            $this->refuse($name, 'a day of the calendar as "YYYY-MM-DD"');
        }
        return $value;
    }

    /**
     * One line of text; '' when it is left out.
     *
     * @param string $name
     * @param int $length the most characters
     * @return string
     */
    public function line(string $name, int $length): string {
        return $this->characters($name, $length, '/[\x00-\x1F\x7F]/', "one line of at most {$length} characters");
    }

    /**
     * Text of several lines; '' when it is left out.
     *
     * @param string $name
     * @param int $length the most characters
     * @return string
     */
    public function lines(string $name, int $length): string {
        return $this->characters($name, $length, '/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/', "text of at most {$length} characters");
    }

    /**
     * One of a few words; '' when it is left out.
     *
     * @param string $name
     * @param string[] $words
     * @return string
     */
    public function word(string $name, array $words): string {
        $value = $this->value($name) ?? '';
        if ($value !== '' && !in_array($value, $words, true)) {
            $this->refuse($name, 'one of ' . implode(', ', $words));
        }
        return $value;
    }

    /**
     * A list of objects, or null when it is left out.
     *
     * @param string $name
     * @param int $most
     * @return self[]|null
     */
    public function optional_list(string $name, int $most): ?array {
        $values = $this->value($name);
        if ($values === null) {
            return null;
        }
        if (!is_array($values) || !array_is_list($values) || count($values) > $most) {
            $this->refuse($name, "a list of at most {$most} objects");
        }
        $list = [];
        foreach ($values as $index => $value) {
            if (!is_array($value) || array_is_list($value)) {
                $this->refuse("{$name}[{$index}]", 'an object');
            }
            $list[] = new self($value, "{$this->path}{$name}[{$index}].");
        }
        return $list;
    }

    /**
     * A list of objects.
     *
     * @param string $name
     * @param int $most
     * @return self[]
     */
    public function list(string $name, int $most): array {
        return $this->optional_list($name, $most) ?? $this->missing($name);
    }

    /**
     * Refuses what nobody asked for. Call it when all fields are read.
     */
    public function only(): void {
        foreach (array_keys($this->values) as $name) {
            if (!in_array((string) $name, $this->asked, true)) {
                throw new item_refused(
                    'unknownfield',
                    $this->path . $name,
                    "{$this->path}{$name}: no such field; there are " . implode(', ', $this->asked)
                );
            }
        }
    }

    /**
     * Refuses the item because of one field.
     *
     * @param string $name
     * @param string $expected what would be right
     * @return never
     */
    public function refuse(string $name, string $expected): never {
        throw new item_refused('invalid', $this->path . $name, "{$this->path}{$name}: expected {$expected}");
    }

    /**
     * Refuses the item because a field is not there.
     *
     * @param string $name
     * @return never
     */
    public function missing(string $name): never {
        throw new item_refused('missing', $this->path . $name, "{$this->path}{$name}: needed, and missing or null");
    }

    /**
     * A value as it is.
     *
     * @param string $name
     * @return mixed
     */
    private function value(string $name): mixed {
        $this->asked[] = $name;
        return $this->values[$name] ?? null;
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

    /**
     * Text.
     *
     * @param string $name
     * @param int $length
     * @param string $forbidden pattern of what must not be in it
     * @param string $expected
     * @return string
     */
    private function characters(string $name, int $length, string $forbidden, string $expected): string {
        $value = $this->value($name) ?? '';
        if (!is_string($value) || mb_strlen($value, 'UTF-8') > $length || preg_match($forbidden, $value)) {
            $this->refuse($name, $expected);
        }
        return $value;
    }
}
