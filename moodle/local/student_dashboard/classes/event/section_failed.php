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

namespace local_student_dashboard\event;

/**
 * A part of a student's dashboard could not be shown.
 *
 * @property-read array $other {
 *      - string section: name of the part
 *      - string error: class of the exception and where it was thrown
 * }
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class section_failed extends \core\event\base {
    #[\Override]
    protected function init() {
        $this->data['crud'] = 'r';
        $this->data['edulevel'] = self::LEVEL_OTHER;
    }

    #[\Override]
    public static function get_name() {
        return get_string('event_section_failed', 'local_student_dashboard');
    }

    #[\Override]
    public function get_description() {
        return "The section '{$this->other['section']}' of the student dashboard of the user with id '{$this->relateduserid}' "
            . "could not be shown to the user with id '{$this->userid}': {$this->other['error']}.";
    }

    #[\Override]
    public function get_url() {
        return new \moodle_url('/local/student_dashboard/index.php', ['userid' => $this->relateduserid]);
    }
}
