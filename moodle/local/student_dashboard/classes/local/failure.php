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

use local_student_dashboard\event\section_failed;

/**
 * Notes that a part of the dashboard could not be shown, so that the site's logs tell what a student saw.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class failure {
    /**
     * Not to be made: only a static function.
     */
    private function __construct() {
    }

    /**
     * Notes a failure; never throws itself.
     *
     * @param string $part name of the section or of the card
     * @param int $userid whose dashboard it is
     * @param \Throwable $cause only its class and place are noted: its message may hold personal data
     */
    public static function note(string $part, int $userid, \Throwable $cause): void {
        try {
            section_failed::create([
                'context' => \context_user::instance($userid),
                'relateduserid' => $userid,
                'other' => [
                    'section' => $part,
                    'error' => get_class($cause) . ' at ' . basename($cause->getFile()) . ':' . $cause->getLine(),
                ],
            ])->trigger();
        } catch (\Throwable $e) {
            // The log itself is out of order: the page still says that the part failed, which matters more.
            debugging('The failure of a section could not be logged: ' . get_class($e), DEBUG_DEVELOPER);
        }
    }
}
