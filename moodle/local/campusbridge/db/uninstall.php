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
 * What is taken back before the plugin is uninstalled.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Takes the service's role from its account: without the plugin nothing needs an account that may create users and enrol them.
 *
 * Moodle itself removes the tables, the settings, the tasks and the web service with its tokens. What stays on purpose: the account
 * and the role, because logs name them; users, enrolments and grades; and the grading forms, the shared ones included, because
 * teachers mark with them.
 *
 * @return bool
 */
function xmldb_local_campusbridge_uninstall(): bool {
    global $DB;
    $userid = (int) get_config('local_campusbridge', 'serviceuserid');
    $roleid = (int) $DB->get_field('role', 'id', ['shortname' => 'campusbridge_service']);
    if ($userid > 0 && $roleid > 0) {
        role_unassign($roleid, $userid, SYSCONTEXTID);
    }
    return true;
}
