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

namespace local_student_dashboard\local;

/**
 * The next thing a student has to hand in or finish, out of Moodle's calendar.
 *
 * Core's own timeline is asked, because it knows overrides, groups, availability and what has been handed in already.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class deadline {
    /**
     * Made by next_of().
     *
     * @param string $name
     * @param string $course
     * @param int $time
     * @param string $url
     */
    private function __construct(
        /** @var string what is to be done, plain text */
        public readonly string $name,
        /** @var string name of the course, plain text */
        public readonly string $course,
        /** @var int seconds since 1970 */
        public readonly int $time,
        /** @var string address of the activity */
        public readonly string $url,
    ) {
    }

    /**
     * The next deadline of a student.
     *
     * @param \stdClass $user row of the table user
     * @param int $now seconds since 1970
     * @return self|null null when nothing is to be done
     */
    public static function next_of(\stdClass $user, int $now): ?self {
        global $CFG;
        require_once($CFG->dirroot . '/calendar/lib.php');
        $events = \core_calendar\local\api::get_action_events_by_timesort($now, null, null, 1, true, $user);
        $event = reset($events);
        if (!$event) {
            return null;
        }
        $course = $event->get_course();
        return new self(
            $event->get_name(),
            $course ? (string) $course->get('fullname') : '',
            $event->get_times()->get_sort_time()->getTimestamp(),
            $event->get_action()->get_url()->out(false),
        );
    }
}
