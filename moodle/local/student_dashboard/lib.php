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
 * Callbacks that core still looks for in this file.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

/**
 * Adds the link to the dashboard to the profile page of a student: how parents and mentors find it.
 *
 * @param \core_user\output\myprofile\tree $tree
 * @param stdClass $user whose profile it is
 * @param bool $iscurrentuser
 * @param stdClass|null $course
 */
function local_student_dashboard_myprofile_navigation(
    \core_user\output\myprofile\tree $tree,
    stdClass $user,
    bool $iscurrentuser,
    ?stdClass $course
): void {
    $allowed = $iscurrentuser
        ? !isguestuser() && has_capability('local/student_dashboard:view', context_system::instance())
        : has_capability('local/student_dashboard:viewother', context_user::instance($user->id));
    if ($allowed) {
        $url = new moodle_url('/local/student_dashboard/index.php', $iscurrentuser ? [] : ['userid' => $user->id]);
        $title = get_string('pluginname', 'local_student_dashboard');
        $tree->add_node(new \core_user\output\myprofile\node('miscellaneous', 'local_student_dashboard', $title, null, $url));
    }
}
