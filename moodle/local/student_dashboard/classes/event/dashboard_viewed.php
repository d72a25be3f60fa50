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

use local_student_dashboard\local\access;

/**
 * Somebody looked at a student's dashboard: the student, or a parent or mentor.
 *
 * @property-read array $other {
 *      - string page: dashboard, statement, section or app
 * }
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class dashboard_viewed extends \core\event\base {
    /**
     * The event for a page.
     *
     * @param access $access
     * @param string $page dashboard, statement, section or app
     * @return self to be triggered
     */
    public static function of(access $access, string $page): self {
        return self::create([
            'context' => \context_user::instance($access->user->id),
            'relateduserid' => $access->user->id,
            'other' => ['page' => $page],
        ]);
    }

    #[\Override]
    protected function init() {
        $this->data['crud'] = 'r';
        $this->data['edulevel'] = self::LEVEL_OTHER;
    }

    #[\Override]
    public static function get_name() {
        return get_string('event_dashboard_viewed', 'local_student_dashboard');
    }

    #[\Override]
    public function get_description() {
        return "The user with id '{$this->userid}' viewed the student dashboard ({$this->other['page']}) "
            . "of the user with id '{$this->relateduserid}'.";
    }

    #[\Override]
    public function get_url() {
        return new \moodle_url('/local/student_dashboard/index.php', ['userid' => $this->relateduserid]);
    }
}
