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
 * Tests of sending again by hand.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use local_campusbridge\event\outbox_resent;
use local_campusbridge\local\outbox\outbox;
use local_campusbridge\local\outbox\outbox_filter;

/**
 * Chosen and dead rows go back, and it is logged.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox_resend
 * @covers     \local_campusbridge\event\outbox_resent
 */
final class outbox_resend_test extends \advanced_testcase {
    /**
     * Rows of a status.
     *
     * @param string $status
     * @param int $count
     * @return int[] their ids
     */
    private function rows(string $status, int $count): array {
        global $DB;
        for ($i = 1; $i <= $count; $i++) {
            outbox::add('user_updated', ['userid' => $i], "user:{$i}", 2);
        }
        $ids = $DB->get_fieldset_select(outbox::TABLE, 'id', 'status = ?', [outbox::WAITING]);
        outbox::update($ids, ['status' => $status]);
        return array_map('intval', $ids);
    }

    /**
     * Only sent and dead rows are put back.
     */
    public function test_chosen(): void {
        $this->resetAfterTest();
        $this->setAdminUser();
        $ids = [...$this->rows(outbox::SENT, 1), ...$this->rows(outbox::DEAD, 2), ...$this->rows(outbox::FOLDED, 1)];
        $sink = $this->redirectEvents();
        $this->assertSame(3, outbox_resend::chosen($ids));
        $events = $sink->get_events();
        $this->assertCount(1, $events);
        $this->assertInstanceOf(outbox_resent::class, $events[0]);
        $this->assertSame(3, $events[0]->other['count']);
        $this->assertSame($ids, $events[0]->other['ids']);
        $this->assertStringContainsString('put 3 rows', $events[0]->get_description());
        $this->assertNotEmpty(outbox_resent::get_name());
        $this->assertEventContextNotUsed($events[0]);
    }

    /**
     * Nothing done, nothing logged.
     */
    public function test_nothing(): void {
        $this->resetAfterTest();
        $ids = $this->rows(outbox::FOLDED, 1);
        $sink = $this->redirectEvents();
        $this->assertSame(0, outbox_resend::chosen($ids));
        $this->assertSame(0, outbox_resend::chosen([]));
        $this->assertSame(0, outbox_resend::all_dead());
        $this->assertCount(0, $sink->get_events());
    }

    /**
     * All dead rows go back, more than one step of them; the log names some.
     */
    public function test_all_dead(): void {
        $this->resetAfterTest();
        $this->rows(outbox::DEAD, 1003);
        $this->rows(outbox::SENT, 1);
        $sink = $this->redirectEvents();
        $this->assertSame(1003, outbox_resend::all_dead());
        $this->assertSame(0, outbox::count(new outbox_filter(status: outbox::DEAD)));
        $this->assertSame(1, outbox::count(new outbox_filter(status: outbox::SENT)));
        $events = $sink->get_events();
        $this->assertCount(1, $events);
        $this->assertCount(100, $events[0]->other['ids']);
    }
}
