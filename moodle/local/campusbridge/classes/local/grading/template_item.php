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
 * The fields of an item about a unit's template.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\item_refused;

/**
 * Reads and checks the single fields of an item.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class template_item {
    /**
     * A record id of Zoho.
     *
     * @param mixed $value
     * @return string
     * @throws item_refused
     */
    public static function zohoid(mixed $value): string {
        if (!is_string($value) || !preg_match('/^\d{15,20}$/D', $value)) {
            throw new item_refused('invalidfield', 'zohoid', 'zohoid: the unit\'s record id in Zoho, a string of 15 to 20 digits');
        }
        return $value;
    }

    /**
     * When Zoho was read.
     *
     * @param mixed $value
     * @return int milliseconds since 1970
     * @throws item_refused
     */
    public static function as_of(mixed $value): int {
        if (!is_int($value) || $value < 1 || $value > 9999999999999) {
            throw new item_refused('invalidfield', 'as_of', 'as_of: when Zoho was read, in whole milliseconds since 1970');
        }
        return $value;
    }

    /**
     * A flag that may be absent.
     *
     * @param mixed $value
     * @param string $field
     * @return bool
     * @throws item_refused
     */
    public static function flag(mixed $value, string $field): bool {
        if ($value !== null && !is_bool($value)) {
            throw new item_refused('invalidfield', $field, "{$field}: true or false");
        }
        return $value === true;
    }

    /**
     * A text of at most so many characters.
     *
     * @param mixed $value
     * @param string $field its name in messages
     * @param int $limit
     * @param bool $required false lets it be absent or empty
     * @return string trimmed
     * @throws item_refused
     */
    public static function text(mixed $value, string $field, int $limit, bool $required): string {
        if ($value !== null && !is_string($value)) {
            throw new item_refused('invalidfield', $field, "{$field}: a text");
        }
        $text = trim((string)$value);
        if ($required && $text === '') {
            throw new item_refused('invalidfield', $field, "{$field}: must not be empty");
        }
        if (\core_text::strlen($text) > $limit) {
            throw new item_refused('invalidfield', $field, "{$field}: at most {$limit} characters");
        }
        return $text;
    }
}
