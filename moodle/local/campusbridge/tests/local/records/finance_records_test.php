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
 * Tests of finance as it is stored.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\tests\record_items;

/**
 * Finance of students is brought into step by difference.
 *
 * @covers \local_campusbridge\local\records\finance_records
 * @covers \local_campusbridge\local\records\finance_state
 * @covers \local_campusbridge\local\records\payment_difference
 * @covers \local_campusbridge\local\records\claimed_payments
 * @covers \local_campusbridge\local\records\schedule
 * @covers \local_campusbridge\local\records\record_batch
 * @covers \local_campusbridge\local\records\record_lock
 * @covers \local_campusbridge\local\records\row
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class finance_records_test extends \advanced_testcase {
    /** When the other side was read first. */
    private const T0 = 1760000000000;

    /** @var record_items */
    private record_items $items;

    /** @var int a student */
    private int $userid;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $this->items = new record_items();
        $this->userid = (int) self::getDataGenerator()->create_user()->id;
    }

    /**
     * Sends items.
     *
     * @param array ...$items
     * @return string[] their statuses
     */
    private function set(array ...$items): array {
        return array_column(finance_records::set($items), 'status');
    }

    /**
     * Rows of a table without what is allowed to differ.
     *
     * @param string $table
     * @return \stdClass[]
     */
    private static function rows(string $table): array {
        global $DB;
        return $DB->get_records($table, null, 'id');
    }

    /**
     * A student arrives whole.
     */
    public function test_a_student_arrives_whole(): void {
        $item = $this->items->finance_item(['userid' => $this->userid]);
        $this->assertSame(
            [['zohoid' => $item['zohoid'], 'status' => 'created']],
            finance_records::set([$item])
        );
        $stored = finance_records::get([$item['zohoid']])[$item['zohoid']];
        $this->assertSame('6250.00', $stored->totalamount);
        $this->assertSame('20.00', $stored->scholarshippercentage);
        $this->assertSame('Maya Example', $stored->bankholder);
        $this->assertSame(['2500.00', '2500.00'], array_column($stored->instalments, 'amount'));
        $this->assertSame(['1500.00', '0.00'], array_column($stored->instalments, 'paid'));
        $this->assertSame(['2026-09-03'], array_column($stored->payments, 'paidon'));
        $this->assertEquals([$this->userid], array_column($stored->payments, 'userid'));
    }

    /**
     * The same again writes as_of and nothing else.
     */
    public function test_what_is_unchanged_is_untouched(): void {
        global $DB;
        $items = [$this->items->finance_item(['userid' => $this->userid]), $this->items->finance_item(['userid' => $this->userid])];
        $this->set(...$items);
        $before = [self::rows(schedule::TABLE), self::rows(payment_records::TABLE)];
        $items = array_map(fn(array $item): array => ['as_of' => self::T0 + 5] + $item, $items);
        $writes = $DB->perf_get_writes();
        $this->assertSame(['skipped', 'skipped'], $this->set(...$items));
        $this->assertSame(1, $DB->perf_get_writes() - $writes);
        $this->assertEquals($before, [self::rows(schedule::TABLE), self::rows(payment_records::TABLE)]);
        $this->assertEquals([self::T0 + 5, self::T0 + 5], array_column(self::rows(finance_records::TABLE), 'asof'));
        $writes = $DB->perf_get_writes();
        $this->assertSame(['skipped', 'skipped'], $this->set(...$items));
        $this->assertSame(0, $DB->perf_get_writes() - $writes);
    }

    /**
     * A batch costs a handful of reads, however many students it has.
     */
    public function test_reads_do_not_grow_with_the_batch(): void {
        global $DB;
        $reads = function (int $students) use ($DB): int {
            $items = [];
            for ($i = 0; $i < $students; $i++) {
                $items[] = $this->items->finance_item(['userid' => $this->userid]);
            }
            $before = $DB->perf_get_reads();
            $this->assertSame(array_fill(0, $students, 'created'), $this->set(...$items));
            return $DB->perf_get_reads() - $before;
        };
        $reads(1);
        $this->assertSame($reads(1), $reads(20));
    }

    /**
     * An older item changes nothing.
     */
    public function test_an_older_item_is_stale(): void {
        $item = $this->items->finance_item(['userid' => $this->userid]);
        $this->set($item);
        $before = [self::rows(finance_records::TABLE), self::rows(schedule::TABLE), self::rows(payment_records::TABLE)];
        $this->assertSame(['stale'], $this->set(['as_of' => self::T0 - 1, 'payments' => [], 'net_amount' => '1'] + $item));
        $this->assertEquals(
            $before,
            [self::rows(finance_records::TABLE), self::rows(schedule::TABLE), self::rows(payment_records::TABLE)]
        );
    }

    /**
     * Children that did not change keep their rows.
     */
    public function test_children_are_changed_by_difference(): void {
        $payments = array_map(fn(string $amount): array => $this->items->payment(['amount' => $amount]), ['1500', '200', '300']);
        $item = $this->items->finance_item(['userid' => $this->userid, 'payments' => $payments]);
        $this->set($item);
        $before = array_column(self::rows(payment_records::TABLE), null, 'zohoid');
        $instalments = array_values(self::rows(schedule::TABLE));

        $payments[1]['amount'] = '250';
        unset($payments[2]);
        $payments[] = $this->items->payment(['amount' => '400']);
        $item['instalments'][1]['due_date'] = '2027-03-01';
        $item['instalments'][] = ['number' => 3, 'amount' => '1', 'currency' => 'USD'];
        $changed = ['as_of' => self::T0 + 1, 'payments' => array_values($payments)] + $item;
        $this->assertSame(['updated'], $this->set($changed));

        $after = array_column(self::rows(payment_records::TABLE), null, 'zohoid');
        $this->assertEquals($before[$payments[0]['zohoid']], $after[$payments[0]['zohoid']]);
        $this->assertSame($before[$payments[1]['zohoid']]->id, $after[$payments[1]['zohoid']]->id);
        $this->assertSame(['1500.00', '250.00', '300.00', '400.00'], array_column($after, 'amount'));
        $this->assertEquals([0, 0, 1, 0], array_column($after, 'voided'));
        $rescheduled = array_values(self::rows(schedule::TABLE));
        $this->assertEquals($instalments[0], $rescheduled[0]);
        $this->assertSame($instalments[1]->id, $rescheduled[1]->id);
        $this->assertSame(['2026-09-01', '2027-03-01', null], array_column($rescheduled, 'duedate'));

        $changed['instalments'] = [];
        $this->assertSame(['updated'], $this->set($changed));
        $this->assertSame([], self::rows(schedule::TABLE));
    }

    /**
     * A payment that is there again is not voided any more.
     */
    public function test_a_voided_payment_can_come_back(): void {
        $item = $this->items->finance_item(['userid' => $this->userid]);
        $this->set($item);
        $this->set(['as_of' => self::T0 + 1, 'payments' => []] + $item);
        $this->assertEquals([1], array_column(self::rows(payment_records::TABLE), 'voided'));
        $this->assertSame(['updated'], $this->set(['as_of' => self::T0 + 2] + $item));
        $this->assertEquals([0], array_column(self::rows(payment_records::TABLE), 'voided'));
    }

    /**
     * Payments of the student record make way for payment records.
     */
    public function test_payments_noted_in_the_student_record_are_replaced(): void {
        $item = $this->items->finance_item(['userid' => $this->userid, 'payments' => [
            $this->items->payment(['slot' => 1, 'number' => 'INV-1']), $this->items->payment(['slot' => 2, 'number' => 'INV-2']),
        ]]);
        $this->set($item);
        $this->assertSame(['INV-1', 'INV-2'], array_column(self::rows(payment_records::TABLE), 'receipt'));
        $this->set(['as_of' => self::T0 + 1, 'payments' => [$this->items->payment(['number' => 'PAY-9'])]] + $item);
        $this->assertSame(['PAY-9'], array_column(self::rows(payment_records::TABLE), 'receipt'));
    }

    /**
     * A payment moves to another student.
     */
    public function test_a_payment_moves_to_another_student(): void {
        $payment = $this->items->payment();
        $first = $this->items->finance_item(['userid' => $this->userid, 'payments' => [$payment]]);
        $other = (int) self::getDataGenerator()->create_user()->id;
        $second = $this->items->finance_item(['userid' => $other, 'payments' => []]);
        $this->set($first, $second);
        $this->assertSame(['updated'], $this->set(['as_of' => self::T0 + 1, 'payments' => [$payment]] + $second));
        $rows = array_values(self::rows(payment_records::TABLE));
        $this->assertCount(1, $rows);
        $this->assertSame([$second['zohoid'], $other], [$rows[0]->student, (int) $rows[0]->userid]);

        // The first student's last item is no longer true, so the same item is not skipped unread.
        $this->assertSame(['updated'], $this->set(['as_of' => self::T0 + 2] + $first));
        $this->assertSame($first['zohoid'], array_values(self::rows(payment_records::TABLE))[0]->student);
        // An older read does not take it back.
        $this->assertSame(['skipped'], $this->set(['as_of' => self::T0 + 1, 'payments' => [$payment]] + $second));
        $this->assertSame($first['zohoid'], array_values(self::rows(payment_records::TABLE))[0]->student);
    }

    /**
     * Who loses a payment and who gets it may stand in one call, in any order.
     *
     * @dataProvider orders
     * @param bool $loserfirst
     */
    public function test_a_payment_moves_within_a_call(bool $loserfirst): void {
        $payment = $this->items->payment();
        $loser = $this->items->finance_item(['userid' => $this->userid, 'payments' => [$payment]]);
        $getter = $this->items->finance_item(['userid' => $this->userid, 'payments' => []]);
        $this->set($loser, $getter);
        $loser = ['as_of' => self::T0 + 1, 'payments' => []] + $loser;
        $getter = ['as_of' => self::T0 + 1, 'payments' => [$payment]] + $getter;
        $this->assertSame(['updated', 'updated'], $loserfirst ? $this->set($loser, $getter) : $this->set($getter, $loser));
        $row = current(self::rows(payment_records::TABLE));
        $this->assertSame([$getter['zohoid'], '0'], [$row->student, $row->voided]);
    }

    /**
     * Orders.
     *
     * @return array
     */
    public static function orders(): array {
        return ['who loses it first' => [true], 'who gets it first' => [false]];
    }

    /**
     * The student record belongs to another account now.
     */
    public function test_all_rows_follow_the_account(): void {
        $item = $this->items->finance_item(['userid' => $this->userid]);
        $this->set($item);
        $other = (int) self::getDataGenerator()->create_user()->id;
        $this->assertSame(['updated'], $this->set(['as_of' => self::T0 + 1, 'userid' => $other] + $item));
        foreach ([finance_records::TABLE, schedule::TABLE, payment_records::TABLE] as $table) {
            $this->assertEquals([$other], array_unique(array_column(self::rows($table), 'userid')), $table);
        }
    }

    /**
     * Bad items of a batch do not hinder the good ones.
     */
    public function test_a_mixed_batch(): void {
        $deleted = self::getDataGenerator()->create_user();
        delete_user($deleted);
        $known = $this->items->finance_item(['userid' => $this->userid]);
        $this->set($known);
        $new = $this->items->finance_item(['userid' => $this->userid]);
        $results = finance_records::set([
            $new,
            $this->items->finance_item(['userid' => 999999]),
            ['as_of' => self::T0 - 9] + $known,
            $this->items->finance_item(['userid' => $this->userid, 'currency' => 'Euro']),
            $this->items->finance_item(['userid' => (int) $deleted->id]),
            $new,
            ['zohoid' => 5],
        ]);
        $this->assertSame(
            ['created', 'refused', 'stale', 'refused', 'refused', 'refused', 'refused'],
            array_column($results, 'status')
        );
        $this->assertSame(
            ['usernotfound', 'invalid', 'usernotfound', 'duplicate', 'invalid'],
            array_column($results, 'error')
        );
        $this->assertSame(['userid', 'currency', 'userid', 'zohoid', 'zohoid'], array_column($results, 'field'));
        $this->assertSame('userid: there is no user with id 999999', $results[1]['message']);
        $this->assertCount(2, self::rows(finance_records::TABLE));
    }

    /**
     * A payment that two students of one call have is the first one's: the other is refused by name, and whoever else is in the
     * call is written.
     */
    public function test_a_payment_of_two_students_of_one_call(): void {
        [$payment, $other] = [$this->items->payment(), $this->items->payment()];
        $first = $this->items->finance_item(['userid' => $this->userid, 'payments' => [$payment]]);
        $second = $this->items->finance_item(['userid' => $this->userid, 'payments' => [$other, $payment]]);
        $results = finance_records::set([$first, $second, $this->items->finance_item(['userid' => $this->userid])]);
        $this->assertSame(['created', 'refused', 'created'], array_column($results, 'status'));
        $this->assertSame('paymenttaken', $results[1]['error']);
        $this->assertSame('payments[1].zohoid', $results[1]['field']);
        $this->assertStringContainsString($first['zohoid'], $results[1]['message']);
        $this->assertCount(2, self::rows(finance_records::TABLE));
        $this->assertCount(4, self::rows(schedule::TABLE));
        $owners = fn(): array => array_column(self::rows(payment_records::TABLE), 'student', 'zohoid');
        $this->assertSame($first['zohoid'], $owners()[$payment['zohoid']]);
        $this->assertArrayNotHasKey($other['zohoid'], $owners());

        $this->assertSame(['created'], $this->set($second), 'alone it claims the payment');
        $this->assertSame([$second['zohoid'], $second['zohoid']], [$owners()[$payment['zohoid']], $owners()[$other['zohoid']]]);
    }

    /**
     * Whoever is not written in a call has no say about its payments: what is older, and what is unchanged.
     */
    public function test_a_payment_of_a_student_who_is_not_written(): void {
        $payment = $this->items->payment();
        $stale = $this->items->finance_item(['userid' => $this->userid, 'payments' => []]);
        $this->assertSame(['created'], $this->set(['as_of' => self::T0 + 9] + $stale));
        $results = finance_records::set([
            ['payments' => [$payment], 'as_of' => self::T0] + $stale,
            $this->items->finance_item(['userid' => $this->userid, 'payments' => [$payment]]),
        ]);
        $this->assertSame(['stale', 'created'], array_column($results, 'status'));
    }

    /**
     * A schedule that was read later stays.
     */
    public function test_a_schedule_that_was_read_later_stays(): void {
        $registration = $this->items->registration_item(['userid' => $this->userid]);
        $instalment = ['number' => 1, 'due_date' => '2026-10-01', 'amount' => '100', 'currency' => 'USD'];
        $set = fn(int $asof, string $amount): array => registration_records::set([
            ['as_of' => $asof, 'instalments' => [['amount' => $amount] + $instalment]] + $registration,
        ]);
        $set(self::T0 + 10, '100');
        $finance = $this->items->finance_item([
            'zohoid' => $registration['student'], 'userid' => $this->userid,
            'instalments' => [['registration' => $registration['zohoid'], 'amount' => '50'] + $instalment],
        ]);
        $this->assertSame(['created'], $this->set(['as_of' => self::T0 + 5] + $finance));
        $this->assertSame(['100.00'], array_column(self::rows(schedule::TABLE), 'amount'));
        // Read again, after the registration was: now it counts, although the item says the same.
        $this->assertSame(['updated'], $this->set(['as_of' => self::T0 + 20] + $finance));
        $this->assertSame(['50.00'], array_column(self::rows(schedule::TABLE), 'amount'));
        // The registration was read in between: its schedule is old news.
        $this->assertSame('skipped', $set(self::T0 + 15, '100')[0]['status']);
        $this->assertSame(['50.00'], array_column(self::rows(schedule::TABLE), 'amount'));
        $this->assertSame('updated', $set(self::T0 + 30, '70')[0]['status']);
        $this->assertSame(['70.00'], array_column(self::rows(schedule::TABLE), 'amount'));
    }
}
