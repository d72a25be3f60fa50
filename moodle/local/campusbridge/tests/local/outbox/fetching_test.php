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
 * Rows that the service fetches.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * Where nothing can be sent, what the service fetched is kept for a time and then deleted; what it never saw stays.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\fetching
 * @covers     \local_campusbridge\local\outbox\retention
 * @covers     \local_campusbridge\local\outbox\changes
 */
final class fetching_test extends outbox_testcase {
    /** When the tests begin. */
    private const START = 1790000000;

    /** @var \frozen_clock */
    private \frozen_clock $clock;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->clock = $this->mock_clock_with_frozen(self::START);
        $this->empty_outbox();
    }

    /**
     * Numbers of the rows that are there.
     *
     * @return int[]
     */
    private function numbers(): array {
        return array_map('intval', array_column($this->rows(), 'seq'));
    }

    /**
     * The first time counts.
     */
    public function test_a_row_remembers_when_it_was_first_fetched(): void {
        array_map(fn(int $userid): int => $this->add($userid), [1, 2, 3]);
        $this->assertSame(0, fetching::last());
        changes::since(0, 2);
        $this->assertEquals([self::START, self::START, null], array_column($this->rows(), 'timefetched'));
        $this->clock->bump(HOURSECS);
        changes::since(0, 500);
        $this->assertEquals([self::START, self::START, self::START + HOURSECS], array_column($this->rows(), 'timefetched'));
        $this->assertSame(self::START + HOURSECS, fetching::last());
        $this->assertSame(['waiting', 'waiting', 'waiting'], $this->statuses());
    }

    /**
     * More rows than one statement takes.
     */
    public function test_many_rows_are_noted(): void {
        global $DB;
        for ($userid = 1; $userid <= 230; $userid++) {
            $this->add($userid);
        }
        changes::since(0, 220);
        $this->assertSame(220, $DB->count_records_select(outbox::TABLE, 'timefetched IS NOT NULL'));
        $this->assertSame(10, fetching::ahead()->count);
    }

    /**
     * Asking without finding anything shows that the service is there.
     */
    public function test_asking_is_noted_in_steps(): void {
        changes::since(0, 1);
        $this->assertSame(self::START, fetching::last());
        $this->clock->bump(60);
        changes::since(0, 1);
        $this->assertSame(self::START, fetching::last());
        $this->clock->bump(4 * MINSECS);
        changes::since(0, 1);
        $this->assertSame(self::START + 5 * MINSECS, fetching::last());
    }

    /**
     * Without an address, what was fetched goes when it was kept long enough since then.
     */
    public function test_what_was_fetched_goes_after_its_time(): void {
        $this->add(1);
        $this->clock->bump(40 * DAYSECS);
        changes::since(0, 500);
        $this->add(2);
        $this->assertSame(0, retention::clean_up(), 'it was written long ago, but fetched only now');
        $this->clock->bump(30 * DAYSECS);
        $this->assertSame(0, retention::clean_up());
        $this->clock->bump(1);
        $this->assertSame(1, retention::clean_up());
        $this->assertEquals([2], array_column($this->rows(), 'userid'));
        $this->clock->bump(400 * DAYSECS);
        $this->assertSame(0, retention::clean_up(), 'nobody has seen it');
        $this->assertSame(2, changes::since(1, 500)['events'][0]['seq']);
    }

    /**
     * A number beyond everything is no receipt for what lies before it.
     */
    public function test_asking_from_a_high_number_acknowledges_nothing(): void {
        array_map(fn(int $userid): int => $this->add($userid), [1, 2, 3]);
        changes::since(2, 500);
        changes::since(1000000, 500);
        $this->clock->bump(31 * DAYSECS);
        $this->assertSame(1, retention::clean_up());
        $this->assertSame([1, 2], $this->numbers());
    }

    /**
     * Where there is an address, only the answer to what was sent is a receipt.
     */
    public function test_what_can_be_sent_waits_until_it_is(): void {
        $this->configure();
        $this->add(1);
        changes::since(0, 500);
        $this->clock->bump(400 * DAYSECS);
        $this->assertSame(0, retention::clean_up());
        $this->assertSame(['waiting'], $this->statuses());
        $this->assertFalse(fetching::is_in_use());
    }

    /**
     * What was given up waits for a person, fetched or not.
     */
    public function test_what_was_given_up_stays(): void {
        outbox::update([$this->add(1)], ['status' => outbox::DEAD]);
        changes::since(0, 500);
        $this->clock->bump(400 * DAYSECS);
        $this->assertSame(0, retention::clean_up());
        $this->assertSame(['dead'], $this->statuses());
    }

    /**
     * A number is not given again after its row is gone.
     */
    public function test_numbers_go_on(): void {
        $this->add(1);
        changes::since(0, 500);
        $this->clock->bump(31 * DAYSECS);
        retention::clean_up();
        $this->assertSame([], $this->rows());
        $this->add(2);
        $this->assertSame(2, changes::since(1, 500)['events'][0]['seq']);
    }
}
