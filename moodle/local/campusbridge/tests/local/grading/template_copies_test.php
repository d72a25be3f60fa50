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
 * Tests of copies in assignments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\item_refused;
use local_campusbridge\tests\grading_testcase;

/**
 * Copies follow their template while nobody was marked with them; otherwise a person decides.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \local_campusbridge\local\grading\template_copies
 * @covers \local_campusbridge\local\grading\template_copy
 * @covers \local_campusbridge\local\grading\form_marks
 */
final class template_copies_test extends grading_testcase {
    /**
     * A copy that nobody was marked with follows.
     */
    public function test_unmarked_copy_follows(): void {
        $this->set(self::unit(['P1', 'P2']));
        $assign = $this->attached();
        $before = array_column($this->criteria($assign), 'id', 'shortname');
        $result = $this->set(self::unit(['P1', 'M1'], 2000));
        $this->assertSame([1, 0], [$result['copiesupdated'], $result['copiesbehind']]);
        $after = array_column($this->criteria($assign), 'id', 'shortname');
        $this->assertSame(['P1', 'M1'], array_keys($after));
        $this->assertSame($before['P1'], $after['P1']);
        $this->assertSame('', $this->get()['copies'][0]['behind']);
        $this->assertSame([], template_copies::behind());
    }

    /**
     * A teacher who has only opened the form has not marked.
     */
    public function test_opened_form_is_no_mark(): void {
        $this->set(self::unit(['P1']));
        $assign = $this->attached();
        $areaid = $this->area_of($assign);
        btec::controller($areaid)->create_instance($this->teacher->id, 77);
        $this->assertSame(1, $this->set(self::unit(['P1', 'P2'], 2000))['copiesupdated']);
    }

    /**
     * A copy that was marked with stays, and says what would change.
     */
    public function test_marked_copy_is_behind(): void {
        $this->set(self::unit(['P1', 'P2']));
        $assign = $this->attached();
        $this->mark($assign, ['P1' => 1, 'P2' => 0]);
        $item = self::unit(['P1', 'P2', 'M1'], 2000);
        $item['criteria'][1]['description'] = 'Another';
        $result = $this->set($item);
        $this->assertSame(['updated', 0, 1], [$result['status'], $result['copiesupdated'], $result['copiesbehind']]);
        $this->assertCount(2, $this->criteria($assign));
        $copy = $this->get()['copies'][0];
        $this->assertSame(['marked', 1], [$copy['behind'], $copy['marked']]);
        $this->assertSame(['added' => ['M1'], 'removed' => [], 'changed' => ['P2'], 'details' => false], $copy['changes']);
        $behind = template_copies::behind();
        $this->assertCount(1, $behind);
        $this->assertEquals($assign->get_course_module()->id, $behind[0]->row->cmid);
        $this->assertSame([self::UNIT, $this->course->fullname], [$behind[0]->row->zohoid, $behind[0]->row->coursename]);
    }

    /**
     * A copy that a teacher has made their own is not overwritten.
     */
    public function test_edited_copy_is_behind(): void {
        global $DB;
        $this->set(self::unit(['P1']));
        $assign = $this->attached();
        $criterion = current($this->criteria($assign));
        $DB->set_field('gradingform_btec_criteria', 'description', 'By the teacher', ['id' => $criterion->id]);
        $this->assertSame(1, $this->set(self::unit(['P1', 'M1'], 2000))['copiesbehind']);
        $this->assertSame('edited', $this->get()['copies'][0]['behind']);
        $this->assertSame('By the teacher', current($this->criteria($assign))->description);
    }

    /**
     * A form that was opened and saved as it was has other line ends, and is no other form.
     */
    public function test_line_ends_are_no_change(): void {
        global $DB;
        $item = self::unit(['P1']);
        $item['criteria'][0]['description'] = "Explain\nand compare";
        $this->set($item);
        $criterion = current($this->criteria($this->attached()));
        $this->assertSame("Explain\nand compare", $criterion->description);
        $DB->set_field('gradingform_btec_criteria', 'description', "Explain\r\nand compare", ['id' => $criterion->id]);
        $this->assertSame('', $this->get()['copies'][0]['behind']);
    }

    /**
     * A copy that a teacher took from the bank is one too.
     */
    public function test_copy_picked_by_a_teacher_counts(): void {
        $this->set(self::unit(['P1']));
        $assign = $this->assignment();
        $this->setUser($this->teacher);
        $manager = get_grading_manager($assign->get_context(), 'mod_assign', 'submissions');
        $manager->set_active_method('btec');
        $target = $manager->get_controller('btec');
        $source = btec::controller($this->area_of_template());
        $target->update_definition($source->get_definition_copy($target));
        $this->assertSame(1, $this->set(self::unit(['P1', 'P2'], 2000))['copiesupdated']);
        $this->assertCount(2, $this->criteria($assign));
    }

    /**
     * On a person's word a marked copy follows too: marks on what stays are kept, and teachers see that they have to look again.
     */
    public function test_apply_keeps_marks(): void {
        global $DB;
        $this->set(self::unit(['P1', 'P2']));
        $assign = $this->attached();
        $gradeid = $this->mark($assign, ['P1' => 1, 'P2' => [0, 'Missing']]);
        $this->set(self::unit(['P1', 'P2', 'D1'], 2000));
        $this->setAdminUser();
        $changes = template_copies::apply((int)template_copies::behind()[0]->row->definitionid);
        $this->assertSame(['D1'], $changes->added);
        $this->assertSame([], template_copies::behind());
        $grade = $this->call('get_grades', [$gradeid])['grades'][0];
        $this->assertSame([1, 0, null], array_column($grade['criteria'], 'score'));
        $this->assertSame('Missing', $grade['criteria'][1]['remark']);
        $status = $DB->get_field('grading_instances', 'status', ['itemid' => $gradeid], IGNORE_MULTIPLE);
        $this->assertEquals(\gradingform_instance::INSTANCE_STATUS_NEEDUPDATE, $status);
    }

    /**
     * A criterion with marks goes from a unit only when forced, and even then not from the assignment it was marked in.
     */
    public function test_removal_with_marks(): void {
        $this->set(self::unit(['P1', 'P2']));
        $assign = $this->attached();
        $this->mark($assign, ['P1' => 1, 'P2' => 1]);
        $refused = $this->set(self::unit(['P1'], 2000));
        $this->assertSame(['refused', 'criterionhasmarks', 'criteria'], [$refused['status'], $refused['error'], $refused['field']]);
        $this->assertStringContainsString('P2 (1)', $refused['message']);
        $this->assertCount(2, $this->get()['criteria']);
        $this->assertSame(self::AT, $this->get()['as_of']);
        $forced = $this->set(self::unit(['P1'], 2000, ['force' => true]));
        $this->assertSame(['updated', 1], [$forced['status'], $forced['copiesbehind']]);
        $this->assertCount(1, $this->get()['criteria']);
        $this->assertCount(2, $this->criteria($assign));
    }

    /**
     * Removing marks from an assignment takes a second word; the form can still be opened afterwards.
     */
    public function test_apply_removal_with_marks(): void {
        global $DB;
        $this->set(self::unit(['P1', 'P2']));
        $assign = $this->attached();
        $gradeid = $this->mark($assign, ['P1' => 1, 'P2' => 0]);
        $this->set(self::unit(['P1'], 2000, ['force' => true]));
        $this->setAdminUser();
        $definitionid = (int)template_copies::behind()[0]->row->definitionid;
        try {
            template_copies::apply($definitionid);
            $this->fail('removed');
        } catch (item_refused $refused) {
            $this->assertSame('criterionhasmarks', $refused->error);
        }
        $this->assertCount(2, $this->criteria($assign));
        $this->assertSame(['P2'], template_copies::apply($definitionid, true)->removed);
        $instance = btec::controller($this->area_of($assign))->get_current_instance($this->teacher->id, $gradeid);
        $this->assertCount(1, $instance->get_btec_filling()['criteria']);
        $this->assertSame(1, $DB->count_records('gradingform_btec_fillings'));
    }

    /**
     * What is no copy cannot be brought into step.
     */
    public function test_apply_to_something_else(): void {
        $template = $this->set(self::unit(['P1']));
        $this->expectException(item_refused::class);
        template_copies::apply($template['definitionid']);
    }

    /**
     * The grading area of an assignment.
     *
     * @param \assign $assign
     * @return int
     */
    private function area_of(\assign $assign): int {
        global $DB;
        return (int)$DB->get_field('grading_areas', 'id', ['contextid' => $assign->get_context()->id], MUST_EXIST);
    }

    /**
     * The grading area of the unit's template.
     *
     * @return int
     */
    private function area_of_template(): int {
        global $DB;
        return (int)$DB->get_field(templates::TABLE, 'areaid', ['zohoid' => self::UNIT], MUST_EXIST);
    }
}
