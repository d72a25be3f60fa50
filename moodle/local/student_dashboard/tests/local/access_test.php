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
 * Who may see whose dashboard.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\local\access
 */
final class access_test extends \advanced_testcase {
    /**
     * Roles, and what they may see of the student: nothing, or finance and grades.
     *
     * @return array[] who, [finance, grades] or null when refused
     */
    public static function people(): array {
        return [
            'the student' => ['student', [true, true]],
            'another student' => ['other', null],
            'a parent with the page alone' => ['parent', [false, false]],
            'a parent with finance' => ['parentfinance', [true, false]],
            'a mentor with grades' => ['mentorgrades', [false, true]],
            'a parent of another student' => ['otherparent', null],
            'finance without the page' => ['financeonly', null],
            'a teacher of the student' => ['teacher', null],
            'a manager' => ['manager', null],
            'an administrator' => ['admin', [true, true]],
            'a guest' => ['guest', null],
            'nobody' => ['nobody', null],
        ];
    }

    /**
     * The matrix of capabilities.
     *
     * @dataProvider people
     * @param string $who
     * @param array|null $sees
     */
    public function test_who_sees_what(string $who, ?array $sees): void {
        $this->resetAfterTest();
        $student = $this->getDataGenerator()->create_user();
        $this->become($who, $student);
        if ($sees === null) {
            $this->expectException(\moodle_exception::class);
            $this->expectExceptionMessage(get_string('notavailable', 'local_student_dashboard'));
        }
        $access = access::to((int) $student->id);
        $this->assertSame((int) $student->id, (int) $access->user->id);
        $this->assertSame($who === 'student', $access->own);
        $this->assertSame($sees, [$access->allows('finance'), $access->allows('grades')]);
        $this->assertTrue($access->allows(''));
    }

    /**
     * Everybody with an account has a page of their own, but for guests.
     */
    public function test_without_an_id_it_is_the_own_page(): void {
        $this->resetAfterTest();
        $user = $this->getDataGenerator()->create_user();
        $this->setUser($user);
        $this->assertSame((int) $user->id, (int) access::to(0)->user->id);
        $this->assertTrue(access::to(0)->own);
    }

    /**
     * A site can take the own page away.
     */
    public function test_the_own_page_needs_its_capability(): void {
        global $CFG;
        $this->resetAfterTest();
        unassign_capability('local/student_dashboard:view', $CFG->defaultuserroleid);
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\required_capability_exception::class);
        access::to(0);
    }

    /**
     * A suspended account sees nothing, whatever its session says.
     */
    public function test_a_suspended_reader_is_refused(): void {
        $this->resetAfterTest();
        $this->setUser($this->getDataGenerator()->create_user(['suspended' => 1]));
        $this->expectExceptionMessage(get_string('notavailable', 'local_student_dashboard'));
        access::to(0);
    }

    /**
     * Students whose data are shown to nobody.
     *
     * @return array[]
     */
    public static function gone(): array {
        return ['suspended' => ['suspended'], 'deleted' => ['deleted'], 'guest' => ['guest'], 'never there' => ['never']];
    }

    /**
     * Not even to an administrator, and always with the same words.
     *
     * @dataProvider gone
     * @param string $how
     */
    public function test_a_student_who_is_gone_is_not_shown(string $how): void {
        $this->resetAfterTest();
        $student = $this->getDataGenerator()->create_user(['suspended' => $how === 'suspended' ? 1 : 0]);
        $userid = (int) $student->id;
        if ($how === 'deleted') {
            delete_user($student);
        } else if ($how === 'guest') {
            $userid = (int) guest_user()->id;
        } else if ($how === 'never') {
            $userid += 1000;
        }
        $this->setAdminUser();
        $this->expectExceptionMessage(get_string('notavailable', 'local_student_dashboard'));
        access::to($userid);
    }

    /**
     * Addresses name the student only where it is somebody else.
     */
    public function test_addresses(): void {
        $this->resetAfterTest();
        $student = $this->getDataGenerator()->create_user();
        $this->setUser($student);
        $this->assertStringEndsWith('/local/student_dashboard/index.php', access::to(0)->url()->out(false));
        $this->setAdminUser();
        $this->assertStringEndsWith(
            "/local/student_dashboard/statement.php?userid={$student->id}",
            access::to((int) $student->id)->url('statement.php')->out(false)
        );
    }

    /**
     * Logs in as somebody.
     *
     * @param string $who
     * @param \stdClass $student
     */
    private function become(string $who, \stdClass $student): void {
        $generator = $this->getDataGenerator();
        $capabilities = [
            'parent' => ['viewother'],
            'parentfinance' => ['viewother', 'viewfinance'],
            'mentorgrades' => ['viewother', 'viewgrades'],
            'otherparent' => ['viewother', 'viewfinance', 'viewgrades'], 'financeonly' => ['viewfinance'],
        ];
        if ($who === 'student') {
            $this->setUser($student);
        } else if ($who === 'nobody') {
            $this->setUser(null);
        } else if ($who === 'guest') {
            $this->setGuestUser();
        } else if ($who === 'admin') {
            $this->setAdminUser();
        } else {
            $user = $generator->create_user();
            if (isset($capabilities[$who])) {
                $roleid = $generator->create_role();
                foreach ($capabilities[$who] as $capability) {
                    assign_capability("local/student_dashboard:{$capability}", CAP_ALLOW, $roleid, SYSCONTEXTID);
                }
                $child = $who === 'otherparent' ? $generator->create_user() : $student;
                role_assign($roleid, $user->id, \context_user::instance($child->id));
            } else if ($who === 'teacher') {
                $course = $generator->create_course();
                $generator->enrol_user($user->id, $course->id, 'editingteacher');
                $generator->enrol_user($student->id, $course->id, 'student');
            } else if ($who === 'manager') {
                $generator->role_assign('manager', $user->id);
            }
            $this->setUser($user);
        }
    }
}
