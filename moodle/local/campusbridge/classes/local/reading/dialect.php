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
 * In which words an item is refused.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\reading;

/**
 * What two families of functions say differently about the same mistake. Their sentences are part of what they answer, so they stay
 * as they are; codes and fields are the same in all.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
interface dialect {
    /**
     * The sentence about a wrong value.
     *
     * @param string $field with its path
     * @param string $expected what would be right
     * @return string
     */
    public function expected(string $field, string $expected): string;

    /**
     * The sentence about a field that is not there.
     *
     * @param string $field with its path
     * @return string
     */
    public function missing(string $field): string;

    /**
     * The sentence about a field that there is not.
     *
     * @param string $field with its path
     * @param string[] $known the fields that there are
     * @return string
     */
    public function unknown(string $field, array $known): string;

    /**
     * What an id of the other side is.
     *
     * @return string
     */
    public function zohoid(): string;

    /**
     * What a whole number is.
     *
     * @param int $least
     * @param int $most PHP_INT_MAX for no limit
     * @return string
     */
    public function whole(int $least, int $most): string;

    /**
     * What would be right instead of a wrong instant of reading. Seconds instead of milliseconds are refused: they would be a day
     * in 1970, and whether something is stale were chance.
     *
     * @param mixed $value not null
     * @return string|null null when it is right: whole milliseconds since 1970
     */
    public function asof(mixed $value): ?string;
}
