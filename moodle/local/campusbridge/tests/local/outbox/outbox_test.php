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
 * Tests of the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * Rows are written, found, counted, put back and cleaned away.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\outbox
 * @covers     \local_campusbridge\local\outbox\outbox_filter
 */
final class outbox_test extends outbox_testcase {
    /**
     * A row has what the contract asks for.
     */
    public function test_add(): void {
        set_config('serviceuserid', 42, 'local_campusbridge');
        outbox::add('user_updated', ['userid' => 12], 'user:12', 2, 1760000000);
        outbox::add('course_updated', ['courseid' => 7], 'course:7', 42);
        [$first, $second] = $this->rows();
        $uuid = '/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/';
        $this->assertMatchesRegularExpression($uuid, $first->uuid);
        $this->assertNotSame($first->uuid, $second->uuid);
        $this->assertSame(['userid' => 12], $first->data);
        $this->assertEquals([12, 2, 0, 1760000000], [$first->userid, $first->actorid, $first->bridge, $first->timecreated]);
        $this->assertEquals([0, 42, 1], [$second->userid, $second->actorid, $second->bridge]);
        $this->assertNull($first->seq);
    }

    /**
     * Nobody is not the service's user, even when none is set.
     */
    public function test_nobody_is_not_the_bridge(): void {
        outbox::add('user_updated', ['userid' => 12], 'user:12', 0);
        $this->assertEquals(0, $this->rows()[0]->bridge);
    }

    /**
     * Pages are newest first, and every condition counts.
     */
    public function test_page_and_count(): void {
        $ids = array_map(fn(int $userid): int => $this->add($userid), [1, 2, 1]);
        $this->add(1, 'user_deleted');
        outbox::update([$ids[0]], ['status' => outbox::DEAD, 'timecreated' => 1760000000]);
        $this->assertSame(4, outbox::count(new outbox_filter()));
        $this->assertSame(3, outbox::count(new outbox_filter(userid: 1)));
        $this->assertSame(2, outbox::count(new outbox_filter(eventtype: 'user_updated', userid: 1)));
        $this->assertSame([$ids[0]], array_keys(outbox::page(new outbox_filter(status: outbox::DEAD), 0, 10)));
        $this->assertSame([$ids[0]], array_keys(outbox::page(new outbox_filter(createdbefore: 1760000001), 0, 10)));
        $this->assertSame(3, outbox::count(new outbox_filter(createdfrom: 1760000001)));
        $this->assertSame([$ids[1]], array_keys(outbox::page(new outbox_filter(uuid: outbox::get($ids[1])->uuid), 0, 10)));
        $this->assertSame([$ids[2], $ids[1]], array_keys(outbox::page(new outbox_filter(eventtype: 'user_updated'), 0, 2)));
    }

    /**
     * Dead and sent rows go back with fresh attempts, others stay as they are.
     */
    public function test_resend(): void {
        [$dead, $sent, $folded, $waiting] = array_map(fn(int $userid): int => $this->add($userid), [1, 2, 3, 4]);
        outbox::update([$dead], [
            'status' => outbox::DEAD,
            'attempts' => 9,
            'failingsince' => 5,
            'nextattempt' => 6,
            'httpstatus' => 400,
            'lasterror' => 'no',
        ]);
        outbox::update([$sent], ['status' => outbox::SENT, 'attempts' => 1, 'timesent' => 1760000000, 'httpstatus' => 202]);
        outbox::update([$folded], ['status' => outbox::FOLDED]);
        outbox::update([$waiting], ['attempts' => 3, 'nextattempt' => 99]);
        $uuid = outbox::get($dead)->uuid;
        $this->assertSame(2, outbox::resend([$dead, $sent, $folded, $waiting, 123456]));
        $this->assertSame(['waiting', 'waiting', 'folded', 'waiting'], $this->statuses());
        $row = outbox::get($dead);
        $this->assertSame($uuid, $row->uuid);
        $this->assertEquals([0, 0, 0, null, null], [
            $row->attempts, $row->failingsince, $row->nextattempt, $row->httpstatus, $row->lasterror,
        ]);
        $this->assertEquals(3, outbox::get($waiting)->attempts);
        $this->assertSame(0, outbox::resend([]));
    }

    /**
     * Figures are right, also of an empty outbox.
     */
    public function test_statistics(): void {
        $this->assertEquals(
            (object) ['waiting' => 0, 'dead' => 0, 'oldestwaiting' => null, 'lastsent' => null],
            outbox::statistics()
        );
        [$old, , $sent, $dead] = array_map(fn(int $userid): int => $this->add($userid), [1, 2, 3, 4]);
        outbox::update([$old], ['timecreated' => 1760000000]);
        outbox::update([$sent], ['status' => outbox::SENT, 'timesent' => 1760000009]);
        outbox::update([$dead], ['status' => outbox::DEAD, 'timecreated' => 1]);
        $this->assertEquals(
            (object) ['waiting' => 2, 'dead' => 1, 'oldestwaiting' => 1760000000, 'lastsent' => 1760000009],
            outbox::statistics()
        );
    }

    /**
     * Old rows that are done with go; the setting says how old.
     */
    public function test_clean_up(): void {
        $now = $this->mock_clock_with_frozen()->time();
        foreach (outbox::STATUSES as $index => $status) {
            outbox::update([$this->add($index + 1)], ['status' => $status, 'timecreated' => $now - 31 * DAYSECS]);
            outbox::update([$this->add($index + 1)], ['status' => $status, 'timecreated' => $now - 29 * DAYSECS]);
        }
        numbering::number();
        $this->assertSame(2, retention::clean_up());
        $this->assertSame(['waiting', 'waiting', 'sent', 'folded', 'dead', 'dead'], $this->statuses());
        set_config('keepdays', 7, 'local_campusbridge');
        $this->assertSame(2, retention::clean_up());
        $this->assertSame(['waiting', 'waiting', 'dead', 'dead'], $this->statuses());
        $this->assertSame(8, numbering::highest());
    }
}
