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
 * In which words items about records are refused.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\reading;

/**
 * How the functions of student records and grading templates refuse.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_dialect implements dialect {
    /** How far, in seconds, the other side's clock may be ahead of ours. */
    private const AHEAD = 86400;

    #[\Override]
    public function expected(string $field, string $expected): string {
        return "{$field}: expected {$expected}";
    }

    #[\Override]
    public function missing(string $field): string {
        return "{$field}: needed, and missing or null";
    }

    #[\Override]
    public function unknown(string $field, array $known): string {
        return "{$field}: no such field; there are " . implode(', ', $known);
    }

    #[\Override]
    public function zohoid(): string {
        return 'a string of 15 to 20 digits';
    }

    #[\Override]
    public function whole(int $least, int $most): string {
        return "a whole number from {$least}" . ($most === PHP_INT_MAX ? '' : " to {$most}");
    }

    /**
     * A clock far ahead is refused too: such an item would make every later one stale.
     *
     * @param mixed $value
     * @return string|null
     */
    #[\Override]
    public function asof(mixed $value): ?string {
        $isright = is_int($value) && $value >= 1000000000000 && $value <= (time() + self::AHEAD) * 1000;
        return $isright ? null : 'a whole number of milliseconds since 1970, not in the future';
    }
}
