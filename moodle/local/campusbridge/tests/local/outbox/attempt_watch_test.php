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
 * Tests of the watch over attempts.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * Reopened attempts are found, each once.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\attempt_watch
 * @covers     \local_campusbridge\local\outbox\watched
 */
final class attempt_watch_test extends outbox_testcase {
    /** @var \stdClass */
    private \stdClass $course;

    /** @var \assign */
    private \assign $assign;

    #[\Override]
    protected function setUp(): void {
        global $CFG;
        parent::setUp();
        require_once($CFG->dirroot . '/mod/assign/locallib.php');
        $this->course = $this->getDataGenerator()->create_course();
        $this->make_assignment();
    }

    /**
     * An assignment whose attempts are reopened by hand.
     *
     * @param array $settings
     */
    private function make_assignment(array $settings = []): void {
        $module = $this->getDataGenerator()->create_module('assign', $settings + [
            'course' => $this->course->id,
            'attemptreopenmethod' => ASSIGN_ATTEMPT_REOPEN_METHOD_MANUAL,
            'maxattempts' => ASSIGN_UNLIMITED_ATTEMPTS,
            'assignsubmission_onlinetext_enabled' => 1,
        ]);
        $this->assign = new \assign(\context_module::instance($module->cmid), null, null);
    }

    /**
     * A student who has handed in.
     *
     * @return \stdClass
     */
    private function student(): \stdClass {
        $student = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $this->getDataGenerator()->get_plugin_generator('mod_assign')->create_submission([
            'userid' => $student->id, 'cmid' => $this->assign->get_course_module()->id, 'onlinetext' => 'Work',
        ]);
        return $student;
    }

    /**
     * Marks the work and gives another attempt.
     *
     * @param \stdClass $student
     */
    private function reopen(\stdClass $student): void {
        $this->assign->save_grade($student->id, (object) [
            'grade' => '30', 'attemptnumber' => -1, 'workflowstate' => '', 'applytoall' => 0, 'addattempt' => 1,
        ]);
    }

    /**
     * What was there before is left; what comes is told once, and a second time when it is reopened a second time.
     */
    public function test_reopened(): void {
        global $DB;
        $student = $this->student();
        $this->reopen($student);
        $this->waitForSecond();
        $this->assertSame(0, attempt_watch::compare());

        $other = $this->student();
        $this->reopen($other);
        $this->empty_outbox();
        $this->assertSame(1, attempt_watch::compare());
        [$row] = $this->rows();
        $submissionid = (int) $DB->get_field('assign_submission', 'id', ['userid' => $other->id, 'attemptnumber' => 1]);
        $this->assertSame('attempt_reopened', $row->eventtype);
        $this->assertSame([
            'userid' => (int) $other->id,
            'courseid' => (int) $this->course->id,
            'assignid' => (int) $this->assign->get_instance()->id,
            'submissionid' => $submissionid,
        ], $row->data);
        $this->assertEquals([0, $other->id], [$row->actorid, $row->userid]);
        $this->assertSame(0, attempt_watch::compare());

        $this->getDataGenerator()->get_plugin_generator('mod_assign')->create_submission([
            'userid' => $other->id, 'cmid' => $this->assign->get_course_module()->id, 'onlinetext' => 'Better work',
        ]);
        $this->assertSame(0, attempt_watch::compare());
        $this->reopen($other);
        $this->assertSame(1, attempt_watch::compare());
    }

    /**
     * In a group each member is told of.
     */
    public function test_group(): void {
        $this->make_assignment(['teamsubmission' => 1]);
        attempt_watch::compare();
        $group = $this->getDataGenerator()->create_group(['courseid' => $this->course->id]);
        $students = [];
        foreach ([1, 2] as $ignored) {
            $students[] = $student = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
            groups_add_member($group, $student);
        }
        $this->getDataGenerator()->get_plugin_generator('mod_assign')->create_submission([
            'userid' => $students[0]->id, 'cmid' => $this->assign->get_course_module()->id, 'onlinetext' => 'Our work',
        ]);
        $this->empty_outbox();
        $this->reopen($students[0]);
        attempt_watch::compare();
        $told = array_map('intval', array_column($this->rows('attempt_reopened'), 'userid'));
        sort($told);
        $this->assertSame(array_map('intval', array_column($students, 'id')), $told);
    }

    /**
     * What was told is forgotten when it cannot be found a second time any more.
     */
    public function test_forgets(): void {
        global $DB;
        attempt_watch::compare();
        $this->reopen($this->student());
        $this->assertSame(1, attempt_watch::compare());
        $this->assertSame(1, $DB->count_records(watched::TABLE));
        $this->mock_clock_with_frozen(time() + DAYSECS);
        $this->assertSame(0, attempt_watch::compare());
        $this->assertSame(0, $DB->count_records(watched::TABLE));
    }
}
