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
 * Days and instants of an item.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\reading;

/**
 * The readers of an item's calendar days, which are text and never converted, and of the instant when the other side was read.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
trait reads_days {
    /**
     * When the other side was read.
     *
     * @param string $name
     * @return int milliseconds since 1970
     */
    public function asof(string $name = 'as_of'): int {
        $value = $this->value($name) ?? $this->missing($name);
        $expected = $this->dialect->asof($value);
        if ($expected !== null) {
            $this->refuse($name, $expected);
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
}
