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
 * Tests of units' templates.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\tests\grading_testcase;

/**
 * Making, changing, reading and deleting templates.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \local_campusbridge\local\grading\templates
 * @covers \local_campusbridge\local\grading\template_item
 * @covers \local_campusbridge\local\grading\form_writer
 * @covers \local_campusbridge\local\grading\form_marks
 * @covers \local_campusbridge\local\grading\stored_form
 * @covers \local_campusbridge\external\set_grading_templates
 * @covers \local_campusbridge\external\get_grading_templates
 * @covers \local_campusbridge\external\delete_grading_templates
 */
final class templates_test extends grading_testcase {
    /**
     * A new unit gets a shared template that teachers can pick.
     */
    public function test_create(): void {
        global $DB;
        $result = $this->set(self::unit(['M1', 'P2', 'P10', 'P1', 'D1']));
        $this->assertSame('created', $result['status']);
        $definition = $DB->get_record('grading_definitions', ['id' => $result['definitionid']], '*', MUST_EXIST);
        $this->assertSame('btec', $definition->method);
        $this->assertEquals(\gradingform_controller::DEFINITION_STATUS_READY, $definition->status);
        $area = $DB->get_record('grading_areas', ['id' => $definition->areaid], '*', MUST_EXIST);
        $this->assertSame(['core_grading', 'btec'], [$area->component, $area->activemethod]);
        $this->assertEquals(\context_system::instance()->id, $area->contextid);
        $template = $this->get();
        $this->assertSame('Unit 1: Programming', $template['name']);
        $this->assertSame(self::AT, $template['as_of']);
        $this->assertSame(['P1', 'P2', 'P10', 'M1', 'D1'], array_column($template['criteria'], 'shortname'));
        $this->assertSame([], $template['copies']);
    }

    /**
     * What is already so is not written again; only the newer time is kept.
     */
    public function test_unchanged_is_skipped(): void {
        global $DB;
        $first = $this->set(self::unit(['P1', 'M1']));
        $DB->set_field('grading_definitions', 'timemodified', 5, ['id' => $first['definitionid']]);
        $again = $this->set(self::unit(['M1', 'P1'], 2000));
        $this->assertSame(['skipped', $first['definitionid']], [$again['status'], $again['definitionid']]);
        $this->assertEquals(5, $DB->get_field('grading_definitions', 'timemodified', ['id' => $first['definitionid']]));
        $this->assertSame(self::AT + 2000, $this->get()['as_of']);
    }

    /**
     * An older reading of Zoho changes nothing.
     */
    public function test_older_is_stale(): void {
        $this->set(self::unit(['P1']));
        $this->assertSame('stale', $this->set(self::unit(['P1', 'P2'], -1))['status']);
        $this->assertCount(1, $this->get()['criteria']);
        $this->assertSame('stale', $this->call('delete_grading_templates', json_encode([
            ['zohoid' => self::UNIT, 'as_of' => self::AT - 1],
        ]))['results'][0]['status']);
    }

    /**
     * Criteria keep their ids when texts, order or company change, and a name is no key.
     */
    public function test_change_in_place(): void {
        $this->set(self::unit(['P1', 'M1']));
        $before = array_column($this->get()['criteria'], 'id', 'shortname');
        $item = self::unit(['P1', 'P2', 'M1', 'D1'], 2000, ['name' => 'Unit 1: Renamed']);
        $item['criteria'][0]['description'] = 'Explain more';
        $item['criteria'][0]['descriptionmarkers'] = 'Look for sources';
        $result = $this->set($item);
        $this->assertSame('updated', $result['status']);
        $this->assertSame(['added' => ['P2', 'D1'], 'removed' => [], 'changed' => ['P1'], 'details' => true], $result['changes']);
        $template = $this->get();
        $this->assertSame('Unit 1: Renamed', $template['name']);
        $this->assertSame(['P1', 'P2', 'M1', 'D1'], array_column($template['criteria'], 'shortname'));
        $this->assertSame('Look for sources', $template['criteria'][0]['descriptionmarkers']);
        $after = array_column($template['criteria'], 'id', 'shortname');
        $this->assertSame($before, array_intersect_key($after, $before));
    }

    /**
     * A criterion that nobody was marked on may go.
     */
    public function test_removal_without_marks(): void {
        $this->set(self::unit(['P1', 'P2']));
        $this->assertSame(['P2'], $this->set(self::unit(['P1'], 2000))['changes']['removed']);
        $this->assertCount(1, $this->get()['criteria']);
    }

    /**
     * What somebody changed by hand in the shared template is put right; frequently used comments and options are theirs.
     */
    public function test_drift_is_corrected(): void {
        global $DB;
        $definitionid = $this->set(self::unit(['P1']))['definitionid'];
        $DB->set_field('gradingform_btec_criteria', 'description', 'By hand', ['definitionid' => $definitionid]);
        $DB->set_field('grading_definitions', 'options', '{"alwaysshowdefinition":0}', ['id' => $definitionid]);
        $DB->insert_record('gradingform_btec_comments', [
            'definitionid' => $definitionid, 'sortorder' => 1, 'description' => 'Well done', 'descriptionformat' => 0,
        ]);
        $this->assertSame(['P1'], $this->set(self::unit(['P1'], 2000))['changes']['changed']);
        $this->assertSame('Do P1', $this->get()['criteria'][0]['description']);
        $this->assertTrue($DB->record_exists('gradingform_btec_comments', ['definitionid' => $definitionid]));
        $options = json_decode($DB->get_field('grading_definitions', 'options', ['id' => $definitionid]));
        $this->assertSame(0, $options->alwaysshowdefinition);
    }

    /**
     * A template that somebody left as a draft, which nobody can mark with, is made ready again.
     */
    public function test_draft_is_made_ready(): void {
        global $DB;
        $definitionid = $this->set(self::unit(['P1']))['definitionid'];
        $draft = \gradingform_controller::DEFINITION_STATUS_DRAFT;
        $DB->set_field('grading_definitions', 'status', $draft, ['id' => $definitionid]);
        $this->assertTrue($this->set(self::unit(['P1']))['changes']['details']);
        $this->assertNotEquals($draft, $DB->get_field('grading_definitions', 'status', ['id' => $definitionid]));
    }

    /**
     * Two units of one name have a template each.
     */
    public function test_same_name_is_not_the_same_unit(): void {
        $one = $this->set(self::unit(['P1']));
        $two = $this->set(self::unit(['P1'], 0, ['zohoid' => '5000000000000099999']));
        $this->assertSame('created', $two['status']);
        $this->assertNotSame($one['definitionid'], $two['definitionid']);
    }

    /**
     * A template that somebody deleted in Moodle's bank comes back, and its copies know it.
     */
    public function test_deleted_by_hand_comes_back(): void {
        global $DB;
        $first = $this->set(self::unit(['P1']));
        $assign = $this->attached();
        $areaid = (int)$DB->get_field('grading_definitions', 'areaid', ['id' => $first['definitionid']]);
        btec::controller($areaid)->delete_definition();
        $this->assertNull($this->get());
        $second = $this->set(self::unit(['P1']));
        $this->assertSame('created', $second['status']);
        $this->assertNotSame($first['definitionid'], $second['definitionid']);
        $this->assertEquals($assign->get_course_module()->id, $this->get()['copies'][0]['cmid']);
    }

    /**
     * Deleting takes the shared template and leaves assignments their copies.
     */
    public function test_delete(): void {
        global $DB;
        $definitionid = $this->set(self::unit(['P1']))['definitionid'];
        $areaid = $DB->get_field('grading_definitions', 'areaid', ['id' => $definitionid]);
        $assign = $this->attached();
        $json = json_encode([['zohoid' => self::UNIT, 'as_of' => self::AT + 2000]]);
        $this->assertSame('deleted', $this->call('delete_grading_templates', $json)['results'][0]['status']);
        $this->assertSame('skipped', $this->call('delete_grading_templates', $json)['results'][0]['status']);
        $this->assertFalse($DB->record_exists('grading_definitions', ['id' => $definitionid]));
        $this->assertFalse($DB->record_exists('grading_areas', ['id' => $areaid]));
        $this->assertFalse($DB->record_exists('gradingform_btec_criteria', ['definitionid' => $definitionid]));
        $this->assertCount(1, $this->criteria($assign));
        $this->assertNull($this->get());
    }

    /**
     * A bad item spoils no other, and nothing of it is written.
     */
    public function test_bad_item_among_good_ones(): void {
        global $DB;
        $areas = $DB->count_records('grading_areas');
        $results = $this->call('set_grading_templates', json_encode([
            self::unit(['P1']),
            self::unit(['X1'], 0, ['zohoid' => '5000000000000000002']),
            self::unit(['P1'], 0, ['zohoid' => '5000000000000000003']),
            self::unit(['P1'], 0, ['zohoid' => 'abc']),
            self::unit(['P1'], 0, ['zohoid' => '5000000000000000004', 'as_of' => 1700000000]),
            self::unit(['P1'], 0, ['zohoid' => '5000000000000000005', 'force' => 'yes']),
            self::unit(['P1'], 0, ['zohoid' => '5000000000000000006', 'forced' => true]),
        ]))['results'];
        $this->assertSame([0, 2], array_keys(array_column($results, 'status'), 'created'));
        $this->assertCount(5, array_keys(array_column($results, 'status'), 'refused'));
        $this->assertSame(
            ['criteria[0].shortname', 'zohoid', 'as_of', 'force', 'forced'],
            array_column($results, 'field')
        );
        $this->assertSame($areas + 2, $DB->count_records('grading_areas'));
        $this->assertSame(2, $DB->count_records(templates::TABLE));
    }

    /**
     * Without the method everything that needs it says so by name.
     */
    public function test_without_the_method(): void {
        unset_config('version', 'gradingform_btec');
        $calls = [
            ['set_grading_templates', json_encode([self::unit(['P1'])])],
            ['get_grading_templates', [self::UNIT]],
            ['delete_grading_templates', json_encode([['zohoid' => self::UNIT, 'as_of' => 1]])],
            ['attach_grading_template', self::UNIT, 1],
        ];
        foreach ($calls as [$function, $argument]) {
            try {
                $this->call(...($function === 'attach_grading_template' ? [$function, $argument, 1] : [$function, $argument]));
                $this->fail($function);
            } catch (\moodle_exception $e) {
                $this->assertSame('btecmissing', $e->errorcode);
            }
        }
        $this->assertSame([], $this->call('get_grades', [1])['grades']);
    }

    /**
     * What was read before a deletion does not bring the template back, also when it was never here.
     */
    public function test_an_older_item_does_not_bring_a_deleted_template_back(): void {
        $delete = fn(int $later): string => $this->call('delete_grading_templates', json_encode([
            ['zohoid' => self::UNIT, 'as_of' => self::AT + $later],
        ]))['results'][0]['status'];
        $this->assertSame('skipped', $delete(1000));
        $this->assertEquals(['status' => 'stale', 'zohoid' => self::UNIT], $this->set(self::unit(['P1'], 999)));
        $this->assertSame('created', $this->set(self::unit(['P1'], 2000))['status']);
        $this->assertSame('stale', $delete(1999));
        $this->assertSame('deleted', $delete(3000));
        $this->assertSame('skipped', $delete(2500));
        $this->assertSame('stale', $this->set(self::unit(['P1'], 2999))['status']);
        $this->assertNull($this->get());
        $this->assertSame('created', $this->set(self::unit(['P1'], 3001))['status'], 'the unit was restored since');
        $this->assertSame(['P1'], array_column($this->get()['criteria'], 'shortname'));
    }

    /**
     * A stranger is refused by every function.
     *
     * @dataProvider functions
     * @param string $function
     * @param array $args
     */
    public function test_capability(string $function, array $args): void {
        $this->setUser($this->teacher);
        $this->expectException(\required_capability_exception::class);
        ("\\local_campusbridge\\external\\{$function}")::execute(...$args);
    }

    /**
     * Every function with something it would take.
     *
     * @return array[]
     */
    public static function functions(): array {
        return [
            'set' => ['set_grading_templates', ['[]']],
            'get' => ['get_grading_templates', [[]]],
            'delete' => ['delete_grading_templates', ['[]']],
            'attach' => ['attach_grading_template', [self::UNIT, 1]],
            'grades' => ['get_grades', [[]]],
        ];
    }

    /**
     * Wrong parameters are refused before anything happens.
     *
     * @dataProvider wrong_parameters
     * @param string $function
     * @param array $args
     */
    public function test_wrong_parameters(string $function, array $args): void {
        $this->expectException(\invalid_parameter_exception::class);
        $this->call($function, ...$args);
    }

    /**
     * Wrong parameters.
     *
     * @return array[]
     */
    public static function wrong_parameters(): array {
        return [
            'no JSON' => ['set_grading_templates', ['nonsense']],
            'no list' => ['set_grading_templates', ['{"zohoid": "1"}']],
            'too many' => ['delete_grading_templates', [json_encode(array_fill(0, 101, (object)[]))]],
            'a list in a list' => ['set_grading_templates', ['[[1]]']],
            'too many ids' => ['get_grading_templates', [array_fill(0, 101, self::UNIT)]],
            'an id with a blank' => ['get_grading_templates', [['1 2']]],
            'too many grades' => ['get_grades', [range(1, 101)]],
            'words for grades' => ['get_grades', [['one']]],
        ];
    }
}
