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
 * The link in the menu of the user, and that on the profile page.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\local\hook_callbacks
 * @covers     ::local_student_dashboard_myprofile_navigation
 */
final class hook_callbacks_test extends \advanced_testcase {
    /**
     * Users have the link, without a query; guests have not.
     */
    public function test_the_link_in_the_menu(): void {
        global $DB;
        $this->resetAfterTest();
        $this->setUser($this->getDataGenerator()->create_user());
        $links = function (): array {
            $hook = new extend_user_menu();
            hook_callbacks::extend_user_menu($hook);
            return $hook->get_navitems();
        };
        $this->assertCount(1, $links());
        $before = $DB->perf_get_reads();
        $link = $links()[0];
        $this->assertSame($before, $DB->perf_get_reads());
        $this->assertSame('/local/student_dashboard/index.php', $link->url->out_as_local_url(false));
        $this->assertSame('pluginname,local_student_dashboard', $link->titleidentifier);
        $this->setGuestUser();
        $this->assertSame([], $links());
    }

    /**
     * A parent finds the link on the student's profile; another user does not.
     */
    public function test_the_link_on_the_profile(): void {
        global $CFG;
        require_once($CFG->dirroot . '/local/student_dashboard/lib.php');
        $this->resetAfterTest();
        $generator = $this->getDataGenerator();
        [$student, $parent, $other] = [$generator->create_user(), $generator->create_user(), $generator->create_user()];
        $roleid = $generator->create_role();
        assign_capability('local/student_dashboard:viewother', CAP_ALLOW, $roleid, SYSCONTEXTID);
        role_assign($roleid, $parent->id, \context_user::instance($student->id));
        $has = function (\stdClass $reader) use ($student): bool {
            $this->setUser($reader);
            $tree = new \core_user\output\myprofile\tree();
            local_student_dashboard_myprofile_navigation($tree, $student, $reader->id === $student->id, null);
            return $tree->nodes !== [];
        };
        $this->assertSame([true, true, false], [$has($student), $has($parent), $has($other)]);
    }
}
