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
 * Events.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\event\dashboard_viewed
 * @covers     \local_student_dashboard\event\section_failed
 */
final class events_test extends \advanced_testcase {
    /**
     * A look at somebody else's dashboard says who looked and at whom.
     */
    public function test_a_look_is_logged(): void {
        $this->resetAfterTest();
        $student = $this->getDataGenerator()->create_user();
        $this->setAdminUser();
        $sink = $this->redirectEvents();
        dashboard_viewed::of(access::to((int) $student->id), 'dashboard')->trigger();
        $event = $sink->get_events()[0];
        $this->assertEquals([get_admin()->id, $student->id], [$event->userid, $event->relateduserid]);
        $this->assertSame(\context_user::instance($student->id)->id, $event->contextid);
        $this->assertStringContainsString("user with id '{$student->id}'", $event->get_description());
        $this->assertSame("/local/student_dashboard/index.php?userid={$student->id}", $event->get_url()->out_as_local_url(false));
        $this->assertNotSame('', dashboard_viewed::get_name() . section_failed::get_name());
    }
}
