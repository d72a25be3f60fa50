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
 * Problems in words.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

/**
 * The words for what the sender stored as a problem.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class problem {
    /**
     * The words as plain text.
     *
     * @param string $problem the key of a string of this plugin, or the key, a colon and what was said
     * @return string
     */
    public static function words(string $problem): string {
        [$key, $detail] = explode(': ', $problem, 2) + [1 => ''];
        if (!preg_match('/^problem_[a-z]+$/D', $key) || !get_string_manager()->string_exists($key, 'local_campusbridge')) {
            return $problem;
        }
        return get_string($key, 'local_campusbridge') . ($detail === '' ? '' : ' (' . $detail . ')');
    }
}
