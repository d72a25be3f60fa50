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
 * Tests of single payments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\tests\record_items;

/**
 * Single payments, between two reads of the whole finance.
 *
 * @covers \local_campusbridge\local\records\payment_records
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class payment_records_test extends \advanced_testcase {
    /** When the other side was read first. */
    private const T0 = 1760000000000;

    /** @var record_items */
    private record_items $items;

    /** @var array the finance item of a student who is known */
    private array $finance;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $this->items = new record_items();
        $userid = (int) self::getDataGenerator()->create_user()->id;
        $this->finance = $this->items->finance_item(['userid' => $userid, 'payments' => []]);
        finance_records::set([$this->finance]);
    }

    /**
     * An item for the student.
     *
     * @param array $values
     * @return array
     */
    private function item(array $values): array {
        return $this->items->payment_item($values + ['student' => $this->finance['zohoid'], 'userid' => $this->finance['userid']]);
    }

    /**
     * Adds payments.
     *
     * @param array ...$items
     * @return string[]
     */
    private static function add(array ...$items): array {
        return array_column(payment_records::add($items), 'status');
    }

    /**
     * Voids a payment.
     *
     * @param array $item
     * @param int $asof
     * @return string
     */
    private static function void(array $item, int $asof): string {
        return payment_records::void([['zohoid' => $item['zohoid'], 'as_of' => $asof]])[0]['status'];
    }

    /**
     * A payment comes, is the same, changes, and is old news.
     */
    public function test_a_payment_is_added_once(): void {
        global $DB;
        $item = $this->item(['as_of' => self::T0 + 5]);
        $this->assertSame(['created'], self::add($item));
        $this->assertSame(['skipped'], self::add(['as_of' => self::T0 + 6] + $item));
        $this->assertSame(['updated'], self::add(['as_of' => self::T0 + 7, 'amount' => '10'] + $item));
        $this->assertSame(['stale'], self::add(['as_of' => self::T0 + 6, 'amount' => '20'] + $item));
        $row = $DB->get_record(payment_records::TABLE, [], '*', MUST_EXIST);
        $this->assertSame(['10.00', self::T0 + 7], [$row->amount, (int) $row->asof]);
    }

    /**
     * The deletion came before the payment itself, which was read earlier.
     */
    public function test_a_payment_deleted_before_it_came_stays_away(): void {
        global $DB;
        $item = $this->item(['as_of' => self::T0 + 5]);
        $this->assertSame('skipped', self::void($item, self::T0 + 7));
        $this->assertSame('skipped', self::void($item, self::T0 + 6), 'the newest deletion counts');
        $this->assertSame(['stale'], self::add(['as_of' => self::T0 + 6] + $item));
        $this->assertSame(0, $DB->count_records(payment_records::TABLE));
        $this->assertSame(['created'], self::add(['as_of' => self::T0 + 8] + $item), 'it was restored since');
        $this->assertSame(['stale'], self::add(['as_of' => self::T0 + 6, 'amount' => '1'] + $item));
    }

    /**
     * The whole finance was read before the deletion of a payment that never came.
     */
    public function test_the_whole_finance_does_not_bring_a_payment_deleted_later(): void {
        global $DB;
        $payment = $this->items->payment();
        $other = $this->items->payment();
        $this->assertSame('skipped', self::void($payment, self::T0 + 7));
        $finance = ['payments' => [$payment, $other]] + $this->finance;
        $this->assertSame('updated', finance_records::set([['as_of' => self::T0 + 5] + $finance])[0]['status']);
        $this->assertSame([$other['zohoid']], $DB->get_fieldset_select(payment_records::TABLE, 'zohoid', ''));
        $this->assertSame('updated', finance_records::set([['as_of' => self::T0 + 8] + $finance])[0]['status'], 'restored since');
        $this->assertSame(2, $DB->count_records(payment_records::TABLE));
    }

    /**
     * The whole finance was read later and has no such payment.
     */
    public function test_a_payment_read_before_the_whole_finance_is_stale(): void {
        $this->assertSame(['stale'], self::add($this->item(['as_of' => self::T0 - 1])));
    }

    /**
     * The hash of the student does not cover the payment.
     */
    public function test_the_next_finance_item_is_compared_again(): void {
        global $DB;
        $item = $this->item(['as_of' => self::T0 + 5]);
        self::add($item);
        $this->assertSame('skipped', finance_records::set([['as_of' => self::T0 + 4] + $this->finance])[0]['status']);
        $this->assertEquals(0, $DB->get_field(payment_records::TABLE, 'voided', []));
        $this->assertSame('updated', finance_records::set([['as_of' => self::T0 + 6] + $this->finance])[0]['status']);
        $this->assertEquals(1, $DB->get_field(payment_records::TABLE, 'voided', []));
        $this->assertSame('skipped', finance_records::set([['as_of' => self::T0 + 7] + $this->finance])[0]['status']);
    }

    /**
     * A deleted payment stays, voided, and an older item does not bring it back.
     */
    public function test_a_deleted_payment_is_voided(): void {
        global $DB;
        $item = $this->item([]);
        self::add($item);
        $this->assertSame('stale', self::void($item, self::T0 - 1));
        $this->assertSame('updated', self::void($item, self::T0 + 5));
        $this->assertSame('skipped', self::void($item, self::T0 + 6));
        $this->assertSame(['stale'], self::add(['as_of' => self::T0 + 4] + $item));
        $row = $DB->get_record(payment_records::TABLE, [], '*', MUST_EXIST);
        $this->assertSame(['1', '1500.00', self::T0 + 6], [$row->voided, $row->amount, (int) $row->asof]);
        $this->assertSame(['updated'], self::add(['as_of' => self::T0 + 7] + $item));
        $this->assertEquals(0, $DB->get_field(payment_records::TABLE, 'voided', []));
    }

    /**
     * What is not there need not be voided.
     */
    public function test_an_unknown_payment_is_skipped(): void {
        $this->assertSame('skipped', self::void(['zohoid' => '487687600000009999'], self::T0));
    }

    /**
     * A payment may come before the finance of its student.
     */
    public function test_a_payment_before_any_finance(): void {
        $this->assertSame(['created'], self::add($this->item(['student' => '487687600000008888'])));
    }

    /**
     * Bad items are refused.
     */
    public function test_a_mixed_batch(): void {
        $results = payment_records::add([$this->item(['userid' => 999999]), $this->item(['amount' => 5]), $this->item([])]);
        $this->assertSame(['refused', 'refused', 'created'], array_column($results, 'status'));
        $results = payment_records::void([['zohoid' => 'x'], ['zohoid' => '487687600000009999', 'as_of' => 5]]);
        $this->assertSame(['zohoid', 'as_of'], array_column($results, 'field'));
    }
}
