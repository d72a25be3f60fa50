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

use local_student_dashboard\tests\told_record;

/**
 * Which sections are there.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\local\dashboard
 */
final class dashboard_test extends \advanced_testcase {
    /**
     * Switches and their sections.
     *
     * @return array[]
     */
    public static function switches(): array {
        return [
            ['show_profile', 'profile'], ['show_academics', 'registrations'], ['show_finance', 'finance'],
            ['show_payments', 'payments'], ['show_grades', 'grades'], ['show_attendance', 'attendance'],
        ];
    }

    /**
     * A switch takes away its section and no other.
     *
     * @dataProvider switches
     * @param string $flag
     * @param string $section
     */
    public function test_a_section_can_be_switched_off(string $flag, string $section): void {
        $this->resetAfterTest();
        $this->setUser($this->getDataGenerator()->create_user());
        $names = fn(array $config): array => array_keys(
            (new dashboard(access::to(0), new told_record(['config' => $config]), 0))->sections()
        );
        $this->assertSame(dashboard::section_names(), $names([]));
        $this->assertSame(array_values(array_diff(dashboard::section_names(), [$section])), $names([$flag => false]));
    }

    /**
     * Parents and mentors see the sections of their capabilities only.
     */
    public function test_somebody_else_sees_what_the_role_allows(): void {
        $this->resetAfterTest();
        $generator = $this->getDataGenerator();
        $student = $generator->create_user();
        $parent = $generator->create_user();
        $roleid = $generator->create_role();
        assign_capability('local/student_dashboard:viewother', CAP_ALLOW, $roleid, SYSCONTEXTID);
        role_assign($roleid, $parent->id, \context_user::instance($student->id));
        $this->setUser($parent);
        $names = fn(): array => array_keys((new dashboard(access::to((int) $student->id), new told_record(), 0))->sections());
        $this->assertSame(['profile', 'registrations', 'attendance'], $names());
        assign_capability('local/student_dashboard:viewfinance', CAP_ALLOW, $roleid, SYSCONTEXTID);
        accesslib_clear_all_caches_for_unit_testing();
        $this->assertSame(['profile', 'registrations', 'finance', 'payments', 'attendance'], $names());
    }

    /**
     * A section nobody knows is not shown.
     */
    public function test_an_unknown_section_is_not_shown(): void {
        $this->resetAfterTest();
        $this->setUser($this->getDataGenerator()->create_user());
        $this->assertFalse((new dashboard(access::to(0), new told_record(), 0))->shows('passwords'));
    }
}
