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
 * The page of grading forms that differ.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use local_campusbridge\local\grading\template_copies;
use local_campusbridge\tests\grading_testcase;

/**
 * The list names the assignment, says why its form differs and what would change, and has a button for each.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \local_campusbridge\output\copies_list
 */
final class copies_list_test extends grading_testcase {
    /**
     * What the page shows.
     *
     * @return array{0: array, 1: string} for the template, and the HTML
     */
    private function shown(): array {
        global $PAGE;
        $PAGE->set_url('/local/campusbridge/copies.php');
        $output = $PAGE->get_renderer('local_campusbridge');
        $list = new copies_list(template_copies::behind());
        return [$list->export_for_template($output), $output->render($list)];
    }

    /**
     * Nothing differs.
     */
    public function test_an_empty_list_says_so(): void {
        $this->set(self::unit(['P1']));
        $this->attached();
        $this->setAdminUser();
        [$data, $html] = $this->shown();
        $this->assertSame([false, []], [$data['hascopies'], $data['copies']]);
        $this->assertStringContainsString(get_string('copiesok', 'local_campusbridge'), $html);
        $this->assertStringNotContainsString('<form', $html);
    }

    /**
     * A form that was marked with: why, each kind of change, and who has to be marked again.
     */
    public function test_a_form_that_was_marked_with(): void {
        $this->set(self::unit(['P1', 'P2', 'P3']));
        $assign = $this->attached(['name' => 'Unit 1 <b>& more</b>']);
        $this->mark($assign, ['P1' => 1, 'P2' => 0, 'P3' => 1]);
        $item = self::unit(['P1', 'P2', 'M1'], 2000, ['force' => true, 'name' => 'Unit 1: Coding']);
        $item['criteria'][1]['description'] = 'Another';
        $this->set($item);
        $this->setAdminUser();
        [$data, $html] = $this->shown();
        $this->assertCount(1, $data['copies']);
        [$copy] = $data['copies'];
        $cmid = (int) $assign->get_course_module()->id;
        $this->assertSame(self::UNIT, $copy['zohoid']);
        $this->assertSame(1, $copy['marked']);
        $this->assertStringContainsString("/mod/assign/view.php?id={$cmid}", $copy['assignmenturl']);
        $this->assertStringContainsString("/course/view.php?id={$this->course->id}", $copy['courseurl']);
        $this->assertSame(get_string('copywhy_marked', 'local_campusbridge', 1), $copy['why']);
        $this->assertSame([
            get_string('copychange_added', 'local_campusbridge', 'M1'),
            get_string('copychange_removed', 'local_campusbridge', 'P3'),
            get_string('copychange_changed', 'local_campusbridge', 'P2'),
            get_string('copychange_details', 'local_campusbridge'),
            get_string('copychange_regrade', 'local_campusbridge', 1),
        ], $copy['changes']);
        $this->assertStringContainsString('name="definitionid" value="' . $copy['definitionid'] . '"', $html);
        $this->assertStringContainsString('name="sesskey" value="' . sesskey() . '"', $html);
        $this->assertStringNotContainsString('<b>', $html, 'a name is text');
        $this->assertStringNotContainsString('[[', $html);
    }

    /**
     * A form that a teacher changed: nobody has to be marked again.
     */
    public function test_a_form_that_was_edited(): void {
        global $DB;
        $this->set(self::unit(['P1']));
        $assign = $this->attached();
        $criterion = current($this->criteria($assign));
        $DB->set_field('gradingform_btec_criteria', 'description', 'By the teacher', ['id' => $criterion->id]);
        $this->setAdminUser();
        [$copy] = $this->shown()[0]['copies'];
        $this->assertSame(get_string('copywhy_edited', 'local_campusbridge', 0), $copy['why']);
        $this->assertSame([get_string('copychange_changed', 'local_campusbridge', 'P1')], $copy['changes']);
    }
}
