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

use core_user\hook\extend_user_menu;

/**
 * What the plugin adds to pages of Moodle.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class hook_callbacks {
    /**
     * The link in the menu of the user. It is on every page, so it asks no database: the capability is in the session.
     *
     * @param extend_user_menu $hook
     */
    public static function extend_user_menu(extend_user_menu $hook): void {
        if (during_initial_install() || !get_config('local_student_dashboard', 'version')) {
            return;
        }
        if (!isloggedin() || isguestuser() || !has_capability('local/student_dashboard:view', \context_system::instance())) {
            return;
        }
        $hook->add_navitem((object) [
            'itemtype' => 'link',
            'url' => new \moodle_url('/local/student_dashboard/index.php'),
            'title' => get_string('pluginname', 'local_student_dashboard'),
            'titleidentifier' => 'pluginname,local_student_dashboard',
        ]);
    }
}
