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
 * Tests of the observers.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * Each change in Moodle leaves the row that the service needs, and nothing else.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\observer
 * @covers     \local_campusbridge\local\outbox\hints
 * @covers     \local_campusbridge\local\outbox\hint
 * @covers     \local_campusbridge\local\outbox\override_watch
 * @covers     \local_campusbridge\local\outbox\after_response
 */
final class observer_test extends outbox_testcase {
    /**
     * What the rows say: type, entity, data.
     *
     * @param string $eventtype '' for all
     * @return array[]
     */
    private function said(string $eventtype = ''): array {
        return array_map(fn(\stdClass $row): array => [$row->eventtype, $row->entity, $row->data], $this->rows($eventtype));
    }

    /**
     * A course with an assignment.
     *
     * @param array $settings of the assignment
     * @return array{0: \stdClass, 1: \assign}
     */
    private function assignment(array $settings = []): array {
        global $CFG;
        require_once($CFG->dirroot . '/mod/assign/locallib.php');
        $course = $this->getDataGenerator()->create_course();
        $module = $this->getDataGenerator()->create_module('assign', ['course' => $course->id] + $settings);
        return [$course, new \assign(\context_module::instance($module->cmid), null, null)];
    }

    /**
     * Marks somebody's work.
     *
     * @param \assign $assign
     * @param int $userid
     * @param array $more of the form
     */
    private function mark(\assign $assign, int $userid, array $more = []): void {
        $assign->save_grade($userid, (object) ($more + [
            'grade' => '60', 'attemptnumber' => -1, 'workflowstate' => '', 'applytoall' => 0, 'addattempt' => 0,
        ]));
    }

    /**
     * Accounts.
     */
    public function test_users(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user(['idnumber' => '5847596000000123456']);
        $this->assertSame([['user_created', "user:{$user->id}", ['userid' => (int) $user->id]]], $this->said());
        $this->assertEquals([$user->id, get_admin()->id, 0], [
            $this->rows()[0]->userid, $this->rows()[0]->actorid, $this->rows()[0]->bridge,
        ]);
        $this->empty_outbox();

        user_update_user((object) ['id' => $user->id, 'city' => 'Amman'], false);
        $this->assertSame([['user_updated', "user:{$user->id}", ['userid' => (int) $user->id]]], $this->said());
        $this->empty_outbox();

        delete_user($DB->get_record('user', ['id' => $user->id]));
        $this->assertSame(
            [['user_deleted', "user:{$user->id}", ['userid' => (int) $user->id, 'idnumber' => '5847596000000123456']]],
            $this->said('user_deleted')
        );
    }

    /**
     * ID numbers of what is gone, and whether they are told.
     *
     * @return array[]
     */
    public static function idnumbers(): array {
        return [
            ['5847596000000123456', true],
            ['zoho:BTEC_Classes:5847596000000123456', true],
            ['', false],
            ['S-1042', false],
            ["5847596000000123456\n", false],
            ['zoho:5847596000000123456', false],
            ['lina.haddad@example.com', false],
        ];
    }

    /**
     * An ID number is told only when the service gave it.
     *
     * @dataProvider idnumbers
     * @param string $idnumber
     * @param bool $istold
     */
    public function test_idnumber_of_a_deleted_user(string $idnumber, bool $istold): void {
        $user = $this->getDataGenerator()->create_user();
        $this->empty_outbox();
        $event = \core\event\user_deleted::create([
            'objectid' => $user->id,
            'relateduserid' => $user->id,
            'context' => \context_user::instance($user->id),
            'other' => ['username' => 'x', 'email' => 'x', 'idnumber' => $idnumber, 'picture' => 0, 'mnethostid' => 1],
        ]);
        $event->trigger();
        $this->assertSame($istold ? $idnumber : null, $this->rows()[0]->data['idnumber'] ?? null);
    }

    /**
     * Enrolments.
     */
    public function test_enrolments(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user();
        $course = $this->getDataGenerator()->create_course();
        $this->empty_outbox();

        $this->getDataGenerator()->enrol_user($user->id, $course->id, 'student');
        $enrolmentid = (int) $DB->get_field('user_enrolments', 'id', ['userid' => $user->id]);
        $data = ['userid' => (int) $user->id, 'courseid' => (int) $course->id, 'enrolmentid' => $enrolmentid];
        $entity = "enrolment:{$user->id}:{$course->id}";
        $this->assertSame([['user_enrolment_created', $entity, $data]], $this->said(), 'The role of a student is no row.');

        $instance = $DB->get_record('enrol', ['courseid' => $course->id, 'enrol' => 'manual']);
        enrol_get_plugin('manual')->update_user_enrol($instance, $user->id, ENROL_USER_SUSPENDED);
        enrol_get_plugin('manual')->unenrol_user($instance, $user->id);
        $this->assertSame(
            [
                ['user_enrolment_created', $entity, $data],
                ['user_enrolment_updated', $entity, $data],
                ['user_enrolment_deleted', $entity, $data],
            ],
            $this->said()
        );
    }

    /**
     * Roles, where they are given and whether they are told.
     *
     * @return array[]
     */
    public static function roles(): array {
        return [
            ['editingteacher', 'course', true],
            ['teacher', 'course', true],
            ['student', 'course', false],
            ['manager', 'course', false],
            ['editingteacher', 'system', false],
            ['editingteacher', 'category', false],
        ];
    }

    /**
     * A teacher's role in a course is told, no other.
     *
     * @dataProvider roles
     * @param string $archetype
     * @param string $where
     * @param bool $istold
     */
    public function test_roles(string $archetype, string $where, bool $istold): void {
        $user = $this->getDataGenerator()->create_user();
        $course = $this->getDataGenerator()->create_course();
        // A role of the college's own, made from the standard one.
        $roleid = (int) $this->getDataGenerator()->create_role(['shortname' => 'own', 'archetype' => $archetype]);
        $context = match ($where) {
            'course' => \context_course::instance($course->id),
            'category' => \context_coursecat::instance($course->category),
            'system' => \context_system::instance(),
        };
        $this->empty_outbox();
        role_assign($roleid, $user->id, $context);
        role_unassign($roleid, $user->id, $context->id);
        $data = [
            'userid' => (int) $user->id,
            'roleid' => $roleid,
            'contextid' => (int) $context->id,
            'courseid' => (int) $course->id,
        ];
        $entity = "role:{$user->id}:{$context->id}:{$roleid}";
        $this->assertSame($istold ? [['role_assigned', $entity, $data], ['role_unassigned', $entity, $data]] : [], $this->said());
    }

    /**
     * Courses.
     */
    public function test_courses(): void {
        $course = $this->getDataGenerator()->create_course(['idnumber' => 'zoho:BTEC_Classes:5847596000000123457']);
        $courseid = (int) $course->id;
        update_course((object) ['id' => $courseid, 'fullname' => 'Another name']);
        delete_course($course, false);
        $this->assertSame([
            ['course_created', "course:{$courseid}", ['courseid' => $courseid]],
            ['course_updated', "course:{$courseid}", ['courseid' => $courseid]],
            ['course_deleted', "course:{$courseid}", [
                'courseid' => $courseid, 'idnumber' => 'zoho:BTEC_Classes:5847596000000123457',
            ]],
        ], $this->said());
        $this->empty_outbox();
        \core\event\course_updated::create([
            'objectid' => SITEID,
            'context' => \context_course::instance(SITEID),
            'other' => ['shortname' => 'site', 'fullname' => 'Another name of the site', 'updatedfields' => []],
        ])->trigger();
        $this->assertSame([], $this->said());
    }

    /**
     * Assignments, and no other activity.
     */
    public function test_course_modules(): void {
        global $CFG;
        require_once($CFG->dirroot . '/course/lib.php');
        $course = $this->getDataGenerator()->create_course();
        $this->empty_outbox();
        $page = $this->getDataGenerator()->create_module('page', ['course' => $course->id]);
        course_delete_module($page->cmid);
        $this->assertSame([], $this->said());

        $assign = $this->getDataGenerator()->create_module('assign', ['course' => $course->id]);
        $cm = get_coursemodule_from_id('assign', $assign->cmid);
        \core\event\course_module_updated::create_from_cm($cm)->trigger();
        course_delete_module($assign->cmid);
        $data = ['courseid' => (int) $course->id, 'cmid' => (int) $assign->cmid, 'assignid' => (int) $assign->id];
        $entity = "coursemodule:{$assign->cmid}";
        $this->assertSame([
            ['course_module_created', $entity, $data],
            ['course_module_updated', $entity, $data],
            ['course_module_deleted', $entity, $data],
        ], $this->said());
    }

    /**
     * Marking an assignment is one row, though the gradebook tells of it too, twice.
     */
    public function test_submission_graded(): void {
        global $DB;
        [$course, $assign] = $this->assignment();
        $student = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $this->empty_outbox();
        $this->mark($assign, (int) $student->id);
        $gradeid = (int) $DB->get_field('assign_grades', 'id', ['userid' => $student->id]);
        $this->assertSame([['submission_graded', "grade:{$gradeid}", [
            'userid' => (int) $student->id,
            'courseid' => (int) $course->id,
            'assignid' => (int) $assign->get_instance()->id,
            'gradeid' => $gradeid,
        ]]], $this->said());
    }

    /**
     * The marking workflow.
     */
    public function test_workflow_state_updated(): void {
        [$course, $assign] = $this->assignment(['markingworkflow' => 1]);
        $student = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $this->empty_outbox();
        $this->mark($assign, (int) $student->id, ['workflowstate' => ASSIGN_MARKING_WORKFLOW_STATE_INREVIEW]);
        $assignid = (int) $assign->get_instance()->id;
        $this->assertSame([['workflow_state_updated', "workflow:{$student->id}:{$assignid}", [
            'userid' => (int) $student->id, 'courseid' => (int) $course->id, 'assignid' => $assignid,
        ]]], $this->said('workflow_state_updated'));
        $this->assertSame([], $this->said('user_graded'));
    }

    /**
     * A grade that is overridden in the gradebook.
     */
    public function test_user_graded_when_overridden(): void {
        [$course, $assign] = $this->assignment();
        $student = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $this->mark($assign, (int) $student->id);
        $this->empty_outbox();
        $item = $assign->get_grade_item();
        $item->update_final_grade($student->id, 75, 'gradebook');
        $this->assertSame([['user_graded', "gradeitem:{$student->id}:{$item->id}", [
            'userid' => (int) $student->id,
            'courseid' => (int) $course->id,
            'gradeitemid' => (int) $item->id,
            'assignid' => (int) $assign->get_instance()->id,
        ]]], $this->said());
    }

    /**
     * An override that is taken back; marking goes on as ever.
     */
    public function test_user_graded_when_an_override_is_taken_back(): void {
        [$course, $assign] = $this->assignment();
        $student = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $this->mark($assign, (int) $student->id);
        $item = $assign->get_grade_item();
        $item->update_final_grade($student->id, 75, 'gradebook');
        $this->empty_outbox();
        \grade_grade::fetch(['itemid' => $item->id, 'userid' => $student->id])->set_overridden(false);
        $this->assertSame([['user_graded', "gradeitem:{$student->id}:{$item->id}", [
            'userid' => (int) $student->id,
            'courseid' => (int) $course->id,
            'gradeitemid' => (int) $item->id,
            'assignid' => (int) $assign->get_instance()->id,
        ]]], $this->said());
        $this->empty_outbox();
        $this->mark($assign, (int) $student->id, ['grade' => '30']);
        $this->assertSame([], $this->said('user_graded'), 'submission_graded tells of it');
        $this->assertCount(1, $this->said('submission_graded'));
    }

    /**
     * Of somebody who was never marked Moodle keeps the grade when its override is taken back, and fires nothing; the next mark
     * ends it.
     */
    public function test_an_override_taken_back_without_a_mark(): void {
        [$course, $assign] = $this->assignment();
        $student = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $item = $assign->get_grade_item();
        $item->update_final_grade($student->id, 75, 'gradebook');
        $this->empty_outbox();
        $grade = \grade_grade::fetch(['itemid' => $item->id, 'userid' => $student->id]);
        $grade->set_overridden(false);
        $this->assertSame([], $this->said());
        $this->assertEquals(75, \grade_grade::fetch(['id' => $grade->id])->finalgrade);
        $this->mark($assign, (int) $student->id);
        $this->assertCount(1, $this->said('user_graded'));
        $this->assertCount(1, $this->said('submission_graded'));
        $this->empty_outbox();
        $this->mark($assign, (int) $student->id, ['grade' => '30']);
        $this->assertSame([], $this->said('user_graded'));
    }

    /**
     * Overrides from before the plugin came are known, and forgotten with their grades.
     */
    public function test_overrides_from_before_are_known(): void {
        global $DB;
        [$course, $assign] = $this->assignment();
        $student = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $this->mark($assign, (int) $student->id);
        $item = $assign->get_grade_item();
        $item->update_final_grade($student->id, 75, 'gradebook');
        $grade = \grade_grade::fetch(['itemid' => $item->id, 'userid' => $student->id]);
        $DB->delete_records(watched::TABLE);
        override_watch::begin();
        override_watch::clean_up();
        $this->assertEquals([$grade->id], $DB->get_fieldset_select(watched::TABLE, 'itemid', "kind = 'override'"));
        $this->empty_outbox();
        $grade->set_overridden(false);
        $this->assertCount(1, $this->said('user_graded'));
        $item->update_final_grade($student->id, 60, 'gradebook');
        $grade->delete();
        override_watch::clean_up();
        $this->assertSame(0, $DB->count_records(watched::TABLE, ['kind' => override_watch::KIND]));
    }

    /**
     * Grades of other activities and of items made by hand; totals follow from them.
     */
    public function test_user_graded_elsewhere(): void {
        $course = $this->getDataGenerator()->create_course();
        $student = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $item = new \grade_item($this->getDataGenerator()->create_grade_item(['courseid' => $course->id]), false);
        $this->empty_outbox();
        $item->update_final_grade($student->id, 50, 'test');
        grade_regrade_final_grades($course->id);
        $this->assertSame([['user_graded', "gradeitem:{$student->id}:{$item->id}", [
            'userid' => (int) $student->id, 'courseid' => (int) $course->id, 'gradeitemid' => (int) $item->id,
        ]]], $this->said());
    }

    /**
     * What the service's own user does is marked.
     */
    public function test_bridge(): void {
        $service = $this->getDataGenerator()->create_user();
        set_config('serviceuserid', $service->id, 'local_campusbridge');
        $this->empty_outbox();
        $this->setUser($service);
        $this->getDataGenerator()->create_user();
        $this->setAdminUser();
        $this->getDataGenerator()->create_user();
        $this->assertEquals([1, 0], array_column($this->rows(), 'bridge'));
        $this->assertEquals([$service->id, get_admin()->id], array_column($this->rows(), 'actorid'));
    }

    /**
     * Without the change there is no row.
     */
    public function test_rollback_takes_the_row_with_it(): void {
        global $DB;
        $this->preventResetByRollback();
        $transaction = $DB->start_delegated_transaction();
        $this->getDataGenerator()->create_user();
        $this->assertCount(1, $this->rows());
        try {
            $transaction->rollback(new \moodle_exception('error'));
        } catch (\moodle_exception $e) {
            $this->assertSame('error', $e->errorcode);
        }
        $this->assertSame([], $this->rows());
    }

    /**
     * A failure never reaches the person at work, nor their change.
     */
    public function test_failure_does_not_harm_the_change(): void {
        global $DB;
        $this->preventResetByRollback();
        // The column takes no value, so the insert fails as it would on a damaged table.
        $table = new \xmldb_table(outbox::TABLE);
        $field = new \xmldb_field('broken', XMLDB_TYPE_INTEGER, '10', null, XMLDB_NOTNULL, null, null);
        $DB->get_manager()->add_field($table, $field);
        try {
            $transaction = $DB->start_delegated_transaction();
            $user = $this->getDataGenerator()->create_user();
            $transaction->allow_commit();
            $this->assertDebuggingCalled();
            $this->assertTrue($DB->record_exists('user', ['id' => $user->id]));
            $this->assertSame([], $this->rows());
        } finally {
            $DB->get_manager()->drop_field($table, $field);
        }
    }

    /**
     * Nothing is written while the outbox is off, the plugin is not there or the site is being upgraded.
     */
    public function test_off(): void {
        global $CFG;
        set_config('outboxenabled', 0, 'local_campusbridge');
        $this->getDataGenerator()->create_user();
        set_config('outboxenabled', 1, 'local_campusbridge');
        $CFG->upgraderunning = time() + 100;
        $this->getDataGenerator()->create_user();
        unset($CFG->upgraderunning);
        $version = get_config('local_campusbridge', 'version');
        unset_config('version', 'local_campusbridge');
        $this->getDataGenerator()->create_user();
        set_config('version', $version, 'local_campusbridge');
        $this->assertSame([], $this->rows());
        $this->getDataGenerator()->create_user();
        $this->assertCount(1, $this->rows());
    }
}
