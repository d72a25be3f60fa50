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
 * Tests of numbers.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * Numbers have no gaps and never go back, whatever the order in which transactions end.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\numbering
 */
final class numbering_test extends outbox_testcase {
    /**
     * Rows are numbered in the order they were written, and only once.
     */
    public function test_numbers_rows_without_gaps(): void {
        foreach (range(1, 250) as $userid) {
            $this->add($userid);
        }
        $this->assertSame(250, numbering::number());
        $this->assertSame(range(1, 250), array_map('intval', array_column($this->rows(), 'seq')));
        $this->assertSame(0, numbering::number());
        $this->add(251);
        $this->assertSame(1, numbering::number());
        $this->assertSame(251, numbering::highest());
    }

    /**
     * A number is never given twice, even when the row that had it is gone.
     */
    public function test_deleted_numbers_are_not_given_again(): void {
        $this->add(1);
        $this->add(2);
        numbering::number();
        numbering::remember_highest();
        $this->empty_outbox();
        $this->assertSame(2, numbering::highest());
        $this->add(3);
        numbering::number();
        $this->assertEquals(3, $this->rows()[0]->seq);
    }

    /**
     * Two transactions that are open at once and end in the other order: what is served first has the lower number, and nothing
     * that comes later has a number that was passed already.
     */
    public function test_transactions_that_commit_in_reverse_order(): void {
        global $DB;
        $this->preventResetByRollback();
        $transaction = $DB->start_delegated_transaction();
        $mine = $this->add(1);

        // Another process writes a later row and is done before this one.
        $theirs = $this->as_another_process(function (\moodle_database $other): int {
            $transaction = $other->start_delegated_transaction();
            $row = $this->add(2);
            $transaction->allow_commit();
            return $row;
        });
        $this->assertGreaterThan($mine, $theirs);

        // From outside, only that one can be seen: it gets the first number and is served.
        $served = $this->as_another_process(fn(): array => changes::since(0, 10));
        $this->assertSame([2], array_column(array_column($served['events'], 'data'), 'userid'));
        $this->assertSame(1, $served['highest_seq']);

        $transaction->allow_commit();
        $served = $this->as_another_process(fn(): array => changes::since(1, 10));
        $this->assertSame([1], array_column(array_column($served['events'], 'data'), 'userid'));
        $this->assertSame(2, $served['highest_seq']);
    }

    /**
     * A row that was rolled back takes no number with it.
     */
    public function test_a_rollback_leaves_no_gap(): void {
        global $DB;
        $this->preventResetByRollback();
        $this->add(1);
        $transaction = $DB->start_delegated_transaction();
        $this->add(2);
        try {
            $transaction->rollback(new \moodle_exception('error'));
        } catch (\moodle_exception $e) {
            $this->assertSame('error', $e->errorcode);
        }
        $this->add(3);
        numbering::number();
        $this->assertSame([1, 2], array_map('intval', array_column($this->rows(), 'seq')));
    }
}
