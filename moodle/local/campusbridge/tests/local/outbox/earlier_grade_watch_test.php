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
 * Tests of the watch over earlier grades.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * A grade of an earlier attempt that is changed later is told, once for each change.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\earlier_grade_watch
 * @covers     \local_campusbridge\local\outbox\watched
 */
final class earlier_grade_watch_test extends outbox_testcase {
    /**
     * Marks an attempt.
     *
     * @param \assign $assign
     * @param \stdClass $student
     * @param int $attempt counted from 0, -1 for the latest
     * @param string $grade
     * @param int $another whether to give another attempt
     */
    private function mark(\assign $assign, \stdClass $student, int $attempt, string $grade, int $another = 0): void {
        $assign->save_grade($student->id, (object) [
            'grade' => $grade, 'attemptnumber' => $attempt, 'workflowstate' => '', 'applytoall' => 0, 'addattempt' => $another,
        ]);
    }

    /**
     * Moodle says nothing of such a change, so the watch does; of all other marks Moodle says enough.
     */
    public function test_changed_after_the_next_attempt(): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/mod/assign/locallib.php');
        $course = $this->getDataGenerator()->create_course();
        $module = $this->getDataGenerator()->create_module('assign', [
            'course' => $course->id,
            'attemptreopenmethod' => ASSIGN_ATTEMPT_REOPEN_METHOD_MANUAL,
            'maxattempts' => ASSIGN_UNLIMITED_ATTEMPTS,
            'assignsubmission_onlinetext_enabled' => 1,
        ]);
        $assign = new \assign(\context_module::instance($module->cmid), null, null);
        $student = $this->getDataGenerator()->create_and_enrol($course, 'student');
        $this->getDataGenerator()->get_plugin_generator('mod_assign')->create_submission([
            'userid' => $student->id, 'cmid' => $module->cmid, 'onlinetext' => 'Work',
        ]);
        $this->assertSame(0, earlier_grade_watch::compare());
        $this->mark($assign, $student, -1, '30', 1);
        $this->waitForSecond();
        $this->mark($assign, $student, -1, '50');
        $this->waitForSecond();
        $this->assertSame(0, earlier_grade_watch::compare(), 'So far Moodle told all of it.');
        $this->assertCount(2, $this->rows('submission_graded'));

        $this->empty_outbox();
        $this->mark($assign, $student, 0, '35');
        $this->assertSame([], $this->rows());
        $this->waitForSecond();
        $this->assertSame(1, earlier_grade_watch::compare());
        $this->assertSame(0, earlier_grade_watch::compare());
        $gradeid = (int) $DB->get_field('assign_grades', 'id', ['userid' => $student->id, 'attemptnumber' => 0]);
        [$row] = $this->rows();
        $this->assertSame(['submission_graded', "grade:{$gradeid}"], [$row->eventtype, $row->entity]);
        $this->assertSame([
            'userid' => (int) $student->id,
            'courseid' => (int) $course->id,
            'assignid' => (int) $module->id,
            'gradeid' => $gradeid,
        ], $row->data);
        $this->assertEquals(get_admin()->id, $row->actorid);

        $this->mark($assign, $student, 0, '36');
        $this->waitForSecond();
        $this->assertSame(1, earlier_grade_watch::compare());
    }
}
