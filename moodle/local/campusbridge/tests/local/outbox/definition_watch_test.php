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
 * Tests of the watch over grading definitions.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * Changes of BTEC grading definitions are found, each once.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\definition_watch
 * @covers     \local_campusbridge\local\outbox\watched
 */
final class definition_watch_test extends outbox_testcase {
    /**
     * A definition, as grading methods keep it.
     *
     * @param string $method
     * @param int $timemodified
     * @return int its id
     */
    private function definition(string $method, int $timemodified): int {
        global $DB;
        $areaid = $DB->insert_record('grading_areas', [
            'contextid' => \context_system::instance()->id,
            'component' => 'core_grading',
            'areaname' => uniqid(),
            'activemethod' => $method,
        ]);
        return $DB->insert_record('grading_definitions', [
            'areaid' => $areaid,
            'method' => $method,
            'name' => 'Unit 1',
            'descriptionformat' => FORMAT_HTML,
            'status' => 20,
            'timecreated' => $timemodified,
            'usercreated' => 2,
            'timemodified' => $timemodified,
            'usermodified' => 2,
        ]);
    }

    /**
     * What was there first is left; what is added, changed or deleted is told once.
     */
    public function test_differences(): void {
        global $DB;
        set_config('serviceuserid', 2, 'local_campusbridge');
        $clock = $this->mock_clock_with_frozen();
        $now = $clock->time();
        $old = $this->definition('btec', $now - 1000);
        $this->assertSame(0, definition_watch::compare());
        $this->assertSame(0, definition_watch::compare());

        $new = $this->definition('btec', $now - 5);
        $this->definition('rubric', $now - 5);
        $this->assertSame(1, definition_watch::compare());
        $this->assertSame(0, definition_watch::compare());

        $DB->set_field('grading_definitions', 'timemodified', $now - 3, ['id' => $old]);
        $this->assertSame(1, definition_watch::compare());
        $DB->delete_records('grading_definitions', ['id' => $new]);
        $this->assertSame(1, definition_watch::compare());
        $this->assertSame(0, definition_watch::compare());

        $this->assertSame([
            ['template_changed', "template:{$new}", ['definitionid' => $new]],
            ['template_changed', "template:{$old}", ['definitionid' => $old]],
            ['template_deleted', "template:{$new}", ['definitionid' => $new]],
        ], array_map(fn(\stdClass $row): array => [$row->eventtype, $row->entity, $row->data], $this->rows()));
        $this->assertEquals([2, 2, 0], array_column($this->rows(), 'actorid'));
        $this->assertEquals([1, 1, 0], array_column($this->rows(), 'bridge'));
        $this->assertEquals($now - 3, $this->rows()[1]->timecreated);
    }

    /**
     * A definition of this very second may be changed once more, so it waits for the next run.
     */
    public function test_same_second(): void {
        $clock = $this->mock_clock_with_frozen();
        definition_watch::compare();
        $this->definition('btec', $clock->time());
        $this->assertSame(0, definition_watch::compare());
        $clock->set_to($clock->time() + 1);
        $this->assertSame(1, definition_watch::compare());
    }
}
