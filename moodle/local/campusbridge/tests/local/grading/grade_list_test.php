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
 * Tests of reading grades.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\tests\grading_testcase;

/**
 * Grades as the service reads them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \local_campusbridge\local\grading\grade_list
 * @covers \local_campusbridge\local\grading\grade_attempts
 * @covers \local_campusbridge\local\grading\grade_criteria
 * @covers \local_campusbridge\local\grading\grade_due_dates
 * @covers \local_campusbridge\local\grading\grade_feedback
 * @covers \local_campusbridge\local\grading\grade_flags
 * @covers \local_campusbridge\local\grading\grade_markers
 * @covers \local_campusbridge\local\grading\grade_people
 * @covers \local_campusbridge\external\get_grades
 */
final class grade_list_test extends grading_testcase {
    /**
     * A marked student: grade, criteria, feedback, grader.
     */
    public function test_marked(): void {
        $this->set(self::unit(['P1', 'M1', 'D1']));
        $assign = $this->attached();
        $gradeid = $this->mark($assign, ['P1' => 1, 'M1' => 1, 'D1' => [0, 'Not critical enough']]);
        $grade = $this->grade($gradeid);
        $this->assertSame([3.0, 4, 'BTEC', true], [$grade['grade'], $grade['maxgrade'], $grade['scale'], $grade['btec']]);
        $this->assertSame(['P1', 'M1', 'D1'], array_column($grade['criteria'], 'shortname'));
        $this->assertSame([1, 1, 0], array_column($grade['criteria'], 'score'));
        $this->assertSame(['', '', 'Not critical enough'], array_column($grade['criteria'], 'remark'));
        $this->assertSame('Well done', $grade['feedback']);
        $this->assertEquals(['id' => $this->teacher->id, 'name' => 'Tara Teach', 'roles' => ['editingteacher']], $grade['grader']);
        $this->assertEquals(
            [$this->student->id, $this->course->id, $assign->get_course_module()->id, $assign->get_instance()->id],
            [$grade['userid'], $grade['courseid'], $grade['cmid'], $grade['assignmentid']]
        );
        $this->assertSame([0, 1, 1], [$grade['attemptnumber'], $grade['attempts'], $grade['maxattempts']]);
        $this->assertSame(['', [], null], [$grade['workflowstate'], $grade['markers'], $grade['duedate']]);
    }

    /**
     * No mark is not 0, and a 0 is a mark.
     */
    public function test_no_mark(): void {
        global $DB;
        $assign = $this->assignment();
        $this->setUser($this->teacher);
        $gradeid = (int)$assign->get_user_grade($this->student->id, true)->id;
        $grade = $this->grade($gradeid);
        $this->assertNull($grade['grade']);
        $this->assertSame([100, null, false, [], ''], [
            $grade['maxgrade'], $grade['scale'], $grade['btec'], $grade['criteria'], $grade['feedback'],
        ]);
        $DB->set_field('assign_grades', 'grade', 0, ['id' => $gradeid]);
        $this->assertSame(0.0, $this->grade($gradeid)['grade']);
        $DB->set_field('assign_grades', 'grader', -1, ['id' => $gradeid]);
        $this->assertArrayNotHasKey('grader', $this->grade($gradeid));
    }

    /**
     * A second attempt is a grade of its own; the first keeps its criteria.
     */
    public function test_second_attempt(): void {
        $this->set(self::unit(['P1']));
        $assign = $this->attached(['attemptreopenmethod' => 'manual', 'maxattempts' => 2]);
        $this->submit($assign);
        $first = $this->mark($assign, ['P1' => 0], ['addattempt' => 1]);
        $assign = $this->reload((int)$assign->get_course_module()->id);
        $opened = $this->grade($first);
        $this->assertSame([0, 2, 1.0], [$opened['attemptnumber'], $opened['attempts'], $opened['grade']]);
        $second = $this->mark($assign, ['P1' => 1]);
        $this->assertNotSame($first, $second);
        [$one, $two] = $this->call('get_grades', [$first, $second])['grades'];
        $this->assertSame([0, 1.0, 0], [$one['attemptnumber'], $one['grade'], $one['criteria'][0]['score']]);
        $this->assertSame([1, 2.0, 1], [$two['attemptnumber'], $two['grade'], $two['criteria'][0]['score']]);
        $this->assertSame([2, 2, 'manual'], [$two['attempts'], $two['maxattempts'], $two['attemptreopenmethod']]);
    }

    /**
     * Workflow state and allocated marker.
     */
    public function test_workflow_and_marker(): void {
        $this->set(self::unit(['P1']));
        $assign = $this->attached(['markingworkflow' => 1, 'markingallocation' => 1]);
        $gradeid = $this->mark($assign, ['P1' => 1]);
        $this->assertSame('notmarked', $this->grade($gradeid)['workflowstate']);
        $name = ['firstname' => 'Ivo', 'lastname' => 'Verify'];
        $marker = $this->getDataGenerator()->create_and_enrol($this->course, 'teacher', $name);
        $flags = $assign->get_user_flags($this->student->id, true);
        $flags->workflowstate = 'readyforrelease';
        $flags->allocatedmarker = $marker->id;
        $assign->update_user_flags($flags);
        $grade = $this->grade($gradeid);
        $this->assertSame('readyforrelease', $grade['workflowstate']);
        $this->assertEquals([['id' => $marker->id, 'name' => 'Ivo Verify', 'roles' => ['teacher']]], $grade['markers']);
    }

    /**
     * Due dates as mod_assign counts them.
     */
    public function test_due_date(): void {
        global $DB;
        $assign = $this->assignment(['duedate' => 1000000]);
        $this->setUser($this->teacher);
        $gradeid = (int)$assign->get_user_grade($this->student->id, true)->id;
        $this->assertSame([1000000, 'assignment'], $this->due($gradeid));
        $generator = $this->getDataGenerator();
        foreach ([[2, 2000000], [1, 3000000]] as [$sortorder, $duedate]) {
            $group = $generator->create_group(['courseid' => $this->course->id]);
            $generator->create_group_member(['groupid' => $group->id, 'userid' => $this->student->id]);
            $this->override($assign, ['groupid' => $group->id, 'sortorder' => $sortorder, 'duedate' => $duedate]);
        }
        $strangers = $generator->create_group(['courseid' => $this->course->id]);
        $this->override($assign, ['groupid' => $strangers->id, 'sortorder' => 0, 'duedate' => 9000000]);
        $this->assertSame([3000000, 'groupoverride'], $this->due($gradeid));
        $own = $this->override($assign, ['userid' => $this->student->id, 'cutoffdate' => 8000000]);
        $this->assertSame([1000000, 'assignment'], $this->due($gradeid));
        $seen = $this->reload((int)$assign->get_course_module()->id)->get_instance($this->student->id);
        $this->assertEquals(1000000, $seen->duedate);
        $DB->set_field('assign_overrides', 'duedate', 4000000, ['id' => $own]);
        $this->assertSame([4000000, 'useroverride'], $this->due($gradeid));
        $flags = $assign->get_user_flags($this->student->id, true);
        $flags->extensionduedate = 5000000;
        $assign->update_user_flags($flags);
        $this->assertSame([5000000, 'extension'], $this->due($gradeid));
        $grade = $this->grade($gradeid);
        $this->assertSame([1000000, 5000000], [$grade['assignmentduedate'], $grade['extensionduedate']]);
    }

    /**
     * An attempt of a group counts for its members.
     */
    public function test_attempts_of_a_team(): void {
        global $DB;
        $assign = $this->assignment(['teamsubmission' => 1]);
        $generator = $this->getDataGenerator();
        $group = $generator->create_group(['courseid' => $this->course->id]);
        $generator->create_group_member(['groupid' => $group->id, 'userid' => $this->student->id]);
        $this->setUser($this->teacher);
        $gradeid = (int)$assign->get_user_grade($this->student->id, true)->id;
        $DB->insert_record('assign_submission', [
            'assignment' => $assign->get_instance()->id, 'userid' => 0, 'groupid' => $group->id, 'attemptnumber' => 1,
            'status' => 'reopened', 'timecreated' => 1, 'timemodified' => 1, 'latest' => 1,
        ]);
        $this->assertSame(2, $this->grade($gradeid)['attempts']);
    }

    /**
     * Answers come in the order asked, without doubles; what does not exist is named.
     */
    public function test_order_and_missing(): void {
        $assign = $this->assignment();
        $this->setUser($this->teacher);
        $other = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
        $one = (int)$assign->get_user_grade($this->student->id, true)->id;
        $two = (int)$assign->get_user_grade($other->id, true)->id;
        $answer = $this->call('get_grades', [$two, 999999, $one, $two]);
        $this->assertSame([$two, $one], array_column($answer['grades'], 'id'));
        $this->assertSame([999999], $answer['missing']);
    }

    /**
     * A mark made with the form before the assignment was switched to plain grades says nothing of criteria any more.
     */
    public function test_criteria_of_another_method(): void {
        $this->set(self::unit(['P1']));
        $assign = $this->attached();
        $gradeid = $this->mark($assign, ['P1' => 1]);
        get_grading_manager($assign->get_context(), 'mod_assign', 'submissions')->set_active_method('');
        $this->assertSame([], $this->grade($gradeid)['criteria']);
    }

    /**
     * Many grades cost as many queries as one.
     */
    public function test_queries_do_not_grow(): void {
        global $DB;
        $this->set(self::unit(['P1', 'M1']));
        $assign = $this->attached(['markingworkflow' => 1, 'markingallocation' => 1]);
        $ids = [];
        for ($i = 0; $i < 5; $i++) {
            $this->student = $this->getDataGenerator()->create_and_enrol($this->course, 'student');
            $ids[] = $this->mark($assign, ['P1' => 1, 'M1' => 0]);
        }
        grade_list::read($ids);
        $before = $DB->perf_get_reads();
        grade_list::read([$ids[0]]);
        $one = $DB->perf_get_reads() - $before;
        grade_list::read($ids);
        $this->assertSame($one, $DB->perf_get_reads() - $before - $one);
        $this->assertLessThanOrEqual(12, $one);
    }

    /**
     * One grade.
     *
     * @param int $id
     * @return array
     */
    private function grade(int $id): array {
        return $this->call('get_grades', [$id])['grades'][0];
    }

    /**
     * The due date and where it comes from.
     *
     * @param int $id
     * @return array
     */
    private function due(int $id): array {
        $grade = $this->grade($id);
        return [$grade['duedate'], $grade['duedatesource']];
    }

    /**
     * An override.
     *
     * @param \assign $assign
     * @param array $fields
     * @return int
     */
    private function override(\assign $assign, array $fields): int {
        global $DB;
        return $DB->insert_record('assign_overrides', $fields + ['assignid' => $assign->get_instance()->id]);
    }

    /**
     * The student hands in.
     *
     * @param \assign $assign
     */
    private function submit(\assign $assign): void {
        $this->setUser($this->student);
        $notices = [];
        $assign->save_submission((object)[
            'userid' => $this->student->id,
            'onlinetext_editor' => ['itemid' => file_get_unused_draft_itemid(), 'text' => 'Work', 'format' => FORMAT_HTML],
        ], $notices);
    }
}
