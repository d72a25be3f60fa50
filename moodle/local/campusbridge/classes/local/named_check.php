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
 * What all checks of this plugin share.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use core\check\check;

/**
 * A check with a name that can be told from others' in Moodle's own report.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class named_check extends check {
    /**
     * What is checked, where it is clear that it is about Campusbridge.
     *
     * @return string
     */
    public function subject(): string {
        return get_string('check' . $this->get_id(), 'local_campusbridge');
    }

    #[\Override]
    public function get_name(): string {
        return get_string('checkname', 'local_campusbridge', $this->subject());
    }
}
