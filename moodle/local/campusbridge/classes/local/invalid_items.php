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
 * The items of a call cannot be read.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Says what is wrong with the parameter "items" as a whole.
 *
 * Core's exception of this kind tells the reason only with debugging switched on, which it is not where it matters.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class invalid_items extends \invalid_parameter_exception {
    /**
     * Constructor.
     *
     * @param string $problem what is wrong and what would be right
     * @param int|null $index which item, null for the list
     */
    public function __construct(string $problem, ?int $index = null) {
        $message = ($index === null ? 'items' : "items[{$index}]") . ': ' . $problem;
        parent::__construct($message);
        $this->message = $message;
    }
}
