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
 * Tests of attaching templates.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\tests\grading_testcase;

/**
 * Attaching a unit's template to an assignment.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \local_campusbridge\local\grading\attachment
 * @covers \local_campusbridge\local\grading\btec
 * @covers \local_campusbridge\external\attach_grading_template
 */
final class attachment_test extends grading_testcase {
    /**
     * The assignment gets the form, the scale and a grade to pass that can be reached; a second call changes nothing.
     */
    public function test_attach(): void {
        global $DB;
        $template = $this->set(self::unit(['P1', 'M1']));
        $cmid = (int)$this->assignment(['gradepass' => 40])->get_course_module()->id;
        $sink = $this->redirectEvents();
        $result = $this->call('attach_grading_template', self::UNIT, $cmid);
        $this->assertContains(\core\event\course_module_updated::class, array_map('get_class', $sink->get_events()));
        $sink->clear();
        $this->assertSame(['updated', $cmid], [$result['status'], $result['cmid']]);
        $assign = $this->reload($cmid);
        $scaleid = $DB->get_field('scale', 'id', ['name' => 'BTEC'], MUST_EXIST);
        $this->assertEquals(-$scaleid, $assign->get_instance()->grade);
        $item = $assign->get_grade_item();
        $this->assertEquals([$scaleid, 0], [$item->scaleid, $item->gradepass]);
        $controller = get_grading_manager($assign->get_context(), 'mod_assign', 'submissions')->get_active_controller();
        $this->assertInstanceOf(\gradingform_btec_controller::class, $controller);
        $this->assertEquals($template['definitionid'], $controller->get_definition()->copiedfromid);
        $this->assertEquals($result['definitionid'], $controller->get_definition()->id);
        $again = $this->call('attach_grading_template', self::UNIT, $cmid);
        $this->assertSame(['skipped', '', $result['definitionid']], [$again['status'], $again['behind'], $again['definitionid']]);
        $this->assertSame([], $sink->get_events());
    }

    /**
     * The form of a duplicated assignment is adopted, marks or not.
     */
    public function test_form_of_the_same_content_is_adopted(): void {
        global $DB;
        $template = $this->set(self::unit(['P1']));
        $assign = $this->attached();
        $this->mark($assign, ['P1' => 1]);
        $cmid = (int)$assign->get_course_module()->id;
        $definitionid = $this->get()['copies'][0]['definitionid'];
        $DB->set_field('grading_definitions', 'copiedfromid', null, ['id' => $definitionid]);
        $result = $this->call('attach_grading_template', self::UNIT, $cmid);
        $this->assertSame(['updated', $definitionid], [$result['status'], $result['definitionid']]);
        $origin = $DB->get_field('grading_definitions', 'copiedfromid', ['id' => $definitionid]);
        $this->assertEquals($template['definitionid'], $origin);
        $this->assertSame(1, $this->get()['copies'][0]['marked']);
    }

    /**
     * Another form without marks gives way.
     */
    public function test_other_form_without_marks_is_replaced(): void {
        $this->set(self::unit(['P1', 'P2']));
        $assign = $this->attached();
        $this->set(self::unit(['P1', 'M1'], 0, ['zohoid' => '5000000000000000002']));
        $cmid = (int)$assign->get_course_module()->id;
        $this->assertSame('updated', $this->call('attach_grading_template', '5000000000000000002', $cmid)['status']);
        $this->assertSame(['P1', 'M1'], array_column($this->criteria($assign), 'shortname'));
        $this->assertSame([], $this->get()['copies']);
    }

    /**
     * Marks made in another way keep their meaning.
     */
    public function test_marked_assignment_is_refused(): void {
        global $DB;
        $this->set(self::unit(['P1']));
        $assign = $this->assignment();
        $this->setUser($this->teacher);
        $assign->save_grade($this->student->id, (object)[
            'attemptnumber' => -1,
            'grade' => 55,
            'assignfeedbackcomments_editor' => ['text' => '', 'format' => FORMAT_HTML],
        ]);
        $result = $this->call('attach_grading_template', self::UNIT, (int)$assign->get_course_module()->id);
        $this->assertSame(['refused', 'alreadymarked', 'cmid'], [$result['status'], $result['error'], $result['field']]);
        $this->assertEquals(100, $DB->get_field('assign', 'grade', ['id' => $assign->get_instance()->id]));
        $this->assertFalse($DB->record_exists('grading_areas', ['contextid' => $assign->get_context()->id]));
    }

    /**
     * A grade typed into the gradebook is a mark as well.
     */
    public function test_grade_in_the_gradebook_is_a_mark(): void {
        $this->set(self::unit(['P1']));
        $assign = $this->assignment();
        $assign->get_grade_item()->update_final_grade($this->student->id, 40);
        $result = $this->call('attach_grading_template', self::UNIT, (int)$assign->get_course_module()->id);
        $this->assertSame('alreadymarked', $result['error']);
    }

    /**
     * A copy that was marked with is left, and the answer says so.
     */
    public function test_copy_behind_is_left(): void {
        $this->set(self::unit(['P1']));
        $assign = $this->attached();
        $this->mark($assign, ['P1' => 1]);
        $this->set(self::unit(['P1', 'P2'], 2000));
        $result = $this->call('attach_grading_template', self::UNIT, (int)$assign->get_course_module()->id);
        $this->assertSame(['skipped', 'marked'], [$result['status'], $result['behind']]);
        $this->assertCount(1, $this->criteria($assign));
    }

    /**
     * What is missing is named.
     */
    public function test_what_is_missing_is_named(): void {
        global $DB;
        $cmid = (int)$this->assignment()->get_course_module()->id;
        $this->assertSame('templatemissing', $this->call('attach_grading_template', self::UNIT, $cmid)['error']);
        $this->set(self::unit(['P1']));
        $page = $this->getDataGenerator()->create_module('page', ['course' => $this->course->id]);
        $this->assertSame('assignmentmissing', $this->call('attach_grading_template', self::UNIT, (int)$page->cmid)['error']);
        $this->assertSame('templatemissing', $this->call('attach_grading_template', '12', $cmid)['error']);
        $DB->set_field('scale', 'scale', 'Fail,Pass', ['name' => 'BTEC']);
        $this->assertSame('scalechanged', $this->call('attach_grading_template', self::UNIT, $cmid)['error']);
        $DB->delete_records('scale', ['name' => 'BTEC']);
        $this->assertSame('scalemissing', $this->call('attach_grading_template', self::UNIT, $cmid)['error']);
        $this->assertFalse($DB->record_exists('grading_definitions', ['name' => 'Unit 1: Programming', 'copiedfromid' => 1]));
    }
}
