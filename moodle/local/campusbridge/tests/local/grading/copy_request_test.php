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
 * A grading form is brought into step because a person says so.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\event\grading_copy_updated;
use local_campusbridge\tests\grading_testcase;

/**
 * Nothing is written before it is confirmed, and marks are lost only after a second question.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \local_campusbridge\local\grading\copy_request
 * @covers \local_campusbridge\event\grading_copy_updated
 */
final class copy_request_test extends grading_testcase {
    /**
     * A form that was marked with and is behind: M1 is to come, P2 to go.
     *
     * @param array $scores
     * @return \assign
     */
    private function behind(array $scores): \assign {
        $this->set(self::unit(['P1', 'P2']));
        $assign = $this->attached();
        $this->mark($assign, $scores);
        $this->set(self::unit(['P1', 'M1'], 2000, ['force' => true]));
        return $assign;
    }

    /**
     * The form's definition.
     *
     * @return int
     */
    private static function definition(): int {
        return (int) template_copies::behind()[0]->row->definitionid;
    }

    /**
     * Names of the criteria now.
     *
     * @param \assign $assign
     * @return string[]
     */
    private function names(\assign $assign): array {
        return array_column($this->criteria($assign), 'shortname');
    }

    /**
     * Asked, confirmed, done, and logged.
     */
    public function test_it_is_done_once_confirmed(): void {
        $this->set(self::unit(['P1']));
        $assign = $this->attached();
        $this->mark($assign, ['P1' => 1]);
        $this->set(self::unit(['P1', 'M1'], 2000));
        $definitionid = self::definition();
        $this->setUser($this->teacher);
        $sink = $this->redirectEvents();
        $this->assertSame(copy_request::ASK, copy_request::of($definitionid, false, false)->outcome);
        $this->assertSame(['P1'], $this->names($assign));
        $this->assertSame(copy_request::DONE, copy_request::of($definitionid, true, false)->outcome);
        $this->assertSame(['P1', 'M1'], $this->names($assign));
        $events = array_filter($sink->get_events(), fn($event): bool => $event instanceof grading_copy_updated);
        $this->assertCount(1, $events);
        $event = reset($events);
        $this->assertSame($assign->get_context()->id, $event->contextid);
        $this->assertSame(
            ['added' => ['M1'], 'removed' => [], 'changed' => [], 'definitionid' => $definitionid, 'forced' => false],
            array_intersect_key($event->other, array_flip(['added', 'removed', 'changed', 'definitionid', 'forced']))
        );
        $this->assertStringContainsString("'{$definitionid}'", $event->get_description());
        $this->assertSame(copy_request::GONE, copy_request::of($definitionid, true, false)->outcome, 'it is in step now');
    }

    /**
     * A criterion with marks goes only after a second question.
     */
    public function test_marks_are_lost_only_after_a_second_question(): void {
        $assign = $this->behind(['P1' => 1, 'P2' => 1]);
        $definitionid = self::definition();
        $this->setUser($this->teacher);
        $asked = copy_request::of($definitionid, true, false);
        $this->assertSame(copy_request::ASK_AGAIN, $asked->outcome);
        $this->assertSame(['P2'], $asked->copy->changes()->removed);
        $this->assertSame(['P1', 'P2'], $this->names($assign));
        $this->assertSame(copy_request::DONE, copy_request::of($definitionid, true, true)->outcome);
        $this->assertSame(['P1', 'M1'], $this->names($assign));
    }

    /**
     * A form that is none, or that is gone.
     */
    public function test_what_is_gone_is_said_to_be(): void {
        $this->setUser($this->teacher);
        $this->assertSame(copy_request::GONE, copy_request::of(987654, true, true)->outcome);
        $assign = $this->behind(['P1' => 1, 'P2' => 1]);
        $definitionid = self::definition();
        $this->setAdminUser();
        course_delete_module($assign->get_course_module()->id);
        $this->assertSame(copy_request::GONE, copy_request::of($definitionid, true, true)->outcome);
    }

    /**
     * Who may not manage grading forms in the assignment changes none, whatever they confirm.
     */
    public function test_who_may_not_manage_forms_changes_none(): void {
        $assign = $this->behind(['P1' => 1, 'P2' => 1]);
        $this->setUser($this->student);
        try {
            copy_request::of(self::definition(), true, true);
            $this->fail('A student changed a grading form.');
        } catch (\required_capability_exception $e) {
            $this->assertSame(['P1', 'P2'], $this->names($assign));
        }
    }
}
