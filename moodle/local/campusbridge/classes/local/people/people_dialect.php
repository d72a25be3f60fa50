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
 * In which words items about people are refused.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\reading\dialect;

/**
 * How the functions of users and enrolments refuse.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class people_dialect implements dialect {
    #[\Override]
    public function expected(string $field, string $expected): string {
        return "{$field}: must be {$expected}";
    }

    #[\Override]
    public function missing(string $field): string {
        return "{$field}: must be given";
    }

    #[\Override]
    public function unknown(string $field, array $known): string {
        return "{$field}: there is no such field; fields are " . implode(', ', $known);
    }

    #[\Override]
    public function zohoid(): string {
        return 'the id of a Zoho record, a text of 15 to 20 digits';
    }

    #[\Override]
    public function whole(int $least, int $most): string {
        return "a whole number, {$least} or more";
    }

    #[\Override]
    public function asof(mixed $value): ?string {
        if (!is_int($value) || $value < 0) {
            return $this->whole(0, PHP_INT_MAX);
        }
        return $value < 1000000000000 || $value > 9999999999999 ? 'in milliseconds since 1970' : null;
    }
}
