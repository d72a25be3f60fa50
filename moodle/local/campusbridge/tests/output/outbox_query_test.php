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
 * Tests of the outbox page's filters.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use local_campusbridge\local\outbox\outbox;

/**
 * Digits and underscores survive, and each filter finds its rows.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\output\outbox_query
 * @covers     \local_campusbridge\output\outbox_list
 * @covers     \local_campusbridge\output\outbox_row
 */
final class outbox_query_test extends \advanced_testcase {
    /**
     * What comes in by the address comes out as the filter.
     */
    public function test_request(): void {
        $_GET = ['status' => 'waiting', 'type' => 'user_enrolment_created', 'period' => '7d', 'about' => ' Enrolment:12:5 '];
        $query = outbox_query::of_request();
        $_GET = [];
        $this->assertSame(
            ['status' => 'waiting', 'type' => 'user_enrolment_created', 'about' => 'enrolment:12:5', 'period' => '7d'],
            $query->params(),
        );
        $this->assertTrue($query->is_understood());
        $filter = $query->filter(1000000);
        $this->assertSame('waiting', $filter->status);
        $this->assertSame('user_enrolment_created', $filter->eventtype);
        $this->assertSame('enrolment:12:5', $filter->entity);
        $this->assertSame('', $filter->uuid);
        $this->assertSame(1000000 - 7 * DAYSECS, $filter->createdfrom);
    }

    /**
     * An event's id is told from a thing, and nonsense from both.
     */
    public function test_about(): void {
        $uuid = '3f1c8e52-6a0b-4f7d-9c1e-2b8a4d5e6f34';
        $filter = outbox_query::of('', '', strtoupper($uuid), '')->filter(0);
        $this->assertSame([$uuid, ''], [$filter->uuid, $filter->entity]);
        $this->assertFalse(outbox_query::of('', '', 'somebody', '')->is_understood());
        $this->assertFalse(outbox_query::of('', '', "user:1' OR 1=1", '')->is_understood());
        $this->assertTrue(outbox_query::of('', '', '', '')->is_understood());
    }

    /**
     * Unknown values of closed lists do not filter.
     */
    public function test_unknown(): void {
        $this->assertSame([], outbox_query::of('lost', 'user_eaten', '', '7y')->params());
    }

    /**
     * Every type of the contract and every status has words.
     */
    public function test_words(): void {
        foreach (outbox_query::TYPES as $type) {
            $this->assertTrue(get_string_manager()->string_exists('eventtype_' . $type, 'local_campusbridge'), $type);
        }
        foreach (outbox::STATUSES as $status) {
            $this->assertTrue(get_string_manager()->string_exists('rowstatus_' . $status, 'local_campusbridge'), $status);
        }
    }

    /**
     * The types are those of the contract's samples.
     */
    public function test_types_are_known_to_the_outbox(): void {
        $this->assertSame(array_unique(outbox_query::TYPES), outbox_query::TYPES);
        foreach (outbox_query::TYPES as $type) {
            $this->assertLessThanOrEqual(40, strlen($type));
        }
    }

    /**
     * The list shows what the filters let through, escapes what the service said, and keeps to the last page.
     */
    public function test_list(): void {
        global $DB, $PAGE;
        $this->resetAfterTest();
        $this->setAdminUser();
        $PAGE->set_url('/local/campusbridge/outbox.php');
        for ($i = 1; $i <= 60; $i++) {
            outbox::add('user_updated', ['userid' => $i], "user:{$i}", 2);
        }
        outbox::add('course_updated', ['courseid' => 5], 'course:5', 2);
        $id = $DB->get_field(outbox::TABLE, 'id', ['entity' => 'course:5']);
        outbox::update([$id], ['status' => outbox::DEAD, 'lasterror' => 'problem_linerefused: <b>bold</b>']);
        $renderer = $PAGE->get_renderer('local_campusbridge');
        $list = fn(outbox_query $query, int $page): string => $renderer->render(new outbox_list($query, $page));

        $all = $list(outbox_query::of('', '', '', ''), 0);
        $this->assertStringContainsString('Events found: 61', $all);
        $this->assertStringContainsString('&lt;b&gt;bold', $all);
        $this->assertStringNotContainsString('<b>bold', $all);
        $this->assertStringContainsString('Send all given-up events again (1)', $all);

        $last = $list(outbox_query::of('', '', '', ''), 99);
        $this->assertStringContainsString('>user:11<', $last);
        $this->assertStringNotContainsString('>user:12<', $last);

        $one = $list(outbox_query::of('', '', 'user:7', '24h'), 0);
        $this->assertStringContainsString('Events found: 1', $one);
        $none = $list(outbox_query::of('sent', '', '', ''), 0);
        $this->assertStringContainsString('No event matches the filters.', $none);
        $nonsense = $list(outbox_query::of('', '', '<script>', ''), 0);
        $this->assertStringNotContainsString('value="<script>', $nonsense);
        $this->assertStringContainsString('is-invalid', $nonsense);

        $detail = $renderer->render(new outbox_detail(outbox::get($id)));
        $this->assertStringContainsString('&lt;b&gt;bold', $detail);
        $this->assertStringContainsString('course/view.php?id=5', $detail);
    }
}
