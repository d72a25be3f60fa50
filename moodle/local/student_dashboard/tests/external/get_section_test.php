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

namespace local_student_dashboard\external;

use core_external\external_api;
use local_campusbridge\local\records\dashboard_config;

/**
 * One section by web service.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\external\get_section
 * @covers     \local_student_dashboard\local\deadline
 */
final class get_section_test extends \advanced_testcase {
    /**
     * The caller's own section comes as HTML.
     */
    public function test_the_own_section(): void {
        $this->resetAfterTest();
        $this->setUser($this->getDataGenerator()->create_user());
        $answer = self::ask('grades');
        $this->assertSame(['grades', 'BTEC grades', 'shown'], [$answer['section'], $answer['title'], $answer['state']]);
        $this->assertStringContainsString('No results have been released yet.', $answer['html']);
    }

    /**
     * The next deadline is that of Moodle's calendar.
     */
    public function test_the_next_deadline(): void {
        $this->resetAfterTest();
        $student = $this->getDataGenerator()->create_and_enrol($this->getDataGenerator()->create_course());
        $this->setUser($student);
        $this->assertStringContainsString('No deadline ahead', self::ask('deadline')['html']);

        $this->setAdminUser();
        $course = $this->getDataGenerator()->create_course(['fullname' => 'Unit 4']);
        $this->getDataGenerator()->enrol_user($student->id, $course->id, 'student');
        $this->getDataGenerator()->create_module('assign', [
            'course' => $course, 'name' => 'Report', 'duedate' => time() + WEEKSECS, 'assignsubmission_onlinetext_enabled' => 1,
        ]);
        $this->setUser($student);
        $html = self::ask('deadline')['html'];
        $this->assertStringContainsString('Report', $html);
        $this->assertStringContainsString('Unit 4', $html);
    }

    /**
     * A section nobody knows is named in the refusal.
     */
    public function test_an_unknown_section_is_refused(): void {
        $this->resetAfterTest();
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\invalid_parameter_exception::class);
        get_section::execute('passwords');
    }

    /**
     * What the college does not show is not told either.
     */
    public function test_a_section_that_is_off_is_refused(): void {
        $this->resetAfterTest();
        dashboard_config::set(['show_grades' => false], time() * 1000);
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectExceptionMessage(get_string('sectionoff', 'local_student_dashboard'));
        get_section::execute('grades');
    }

    /**
     * A guest has no section.
     */
    public function test_a_guest_is_refused(): void {
        $this->resetAfterTest();
        $this->setGuestUser();
        $this->expectException(\moodle_exception::class);
        get_section::execute('profile');
    }

    /**
     * Asks as a client does.
     *
     * @param string $section
     * @return array
     */
    private static function ask(string $section): array {
        return external_api::clean_returnvalue(get_section::execute_returns(), get_section::execute($section));
    }
}
