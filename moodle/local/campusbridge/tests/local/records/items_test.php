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
 * Tests of the items of all functions.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\item_refused;
use local_campusbridge\local\reading\fields;
use local_campusbridge\tests\record_items;

/**
 * The items of all functions: what they take, what they refuse, and when two say the same.
 *
 * @covers \local_campusbridge\local\records\item
 * @covers \local_campusbridge\local\records\finance_item
 * @covers \local_campusbridge\local\records\instalments
 * @covers \local_campusbridge\local\records\payment
 * @covers \local_campusbridge\local\records\payment_item
 * @covers \local_campusbridge\local\records\registration_item
 * @covers \local_campusbridge\local\records\profile_item
 * @covers \local_campusbridge\local\records\class_item
 * @covers \local_campusbridge\local\records\grade_item
 * @covers \local_campusbridge\local\records\deletion_item
 * @group pure
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class items_test extends \basic_testcase {
    /**
     * A good item of a kind.
     *
     * @param string $kind
     * @return array
     */
    private static function sample(string $kind): array {
        $generator = new record_items();
        $ids = ['zohoid' => '487687600000000101', 'userid' => 5];
        return match ($kind) {
            'finance' => $generator->finance_item($ids + ['payments' => [
                $generator->payment(['zohoid' => '487687600000000301']), $generator->payment(['slot' => 1]),
            ]]),
            'payment' => $generator->payment_item($ids + ['student' => '487687600000000201']),
            'registration' => $generator->registration_item($ids + ['student' => '487687600000000201', 'instalments' => [
                ['number' => 1, 'due_date' => '2026-09-01', 'amount' => '10', 'currency' => 'USD'],
            ]]),
            'profile' => $generator->profile_item($ids),
            'class' => $generator->class_item(['zohoid' => '487687600000000101', 'courseid' => 3, 'teacherid' => 4]),
            'grade' => $generator->grade_item($ids + ['courseid' => 3]),
            'deletion' => ['zohoid' => '487687600000000101', 'as_of' => 1760000000000],
        };
    }

    /**
     * Reads an item.
     *
     * @param string $kind
     * @param array $values
     * @return item
     */
    private static function read(string $kind, array $values): item {
        $class = __NAMESPACE__ . "\\{$kind}_item";
        return new $class(new fields($values));
    }

    /**
     * All kinds.
     *
     * @return array
     */
    public static function kinds(): array {
        return [['finance'], ['payment'], ['registration'], ['profile'], ['class'], ['grade'], ['deletion']];
    }

    /**
     * A good item is taken; the order of fields and as_of do not change what it says.
     *
     * @dataProvider kinds
     * @param string $kind
     */
    public function test_a_good_item_is_taken(string $kind): void {
        $values = self::sample($kind);
        $item = self::read($kind, $values);
        $this->assertSame('487687600000000101', $item->zohoid);
        $this->assertSame(1760000000000, $item->asof);
        $this->assertMatchesRegularExpression('/^[0-9a-f]{64}$/', $item->hash());
        $again = array_reverse(['as_of' => 1760000000001] + $values, true);
        $this->assertSame($item->hash(), self::read($kind, $again)->hash());
    }

    /**
     * Wrong values: kind, path in the item, value, the field that must be named.
     *
     * @return array
     */
    public static function wrong(): array {
        $cases = [];
        foreach (array_column(self::kinds(), 0) as $kind) {
            $cases[] = [$kind, ['zohoid'], '12', 'zohoid'];
            $cases[] = [$kind, ['zohoid'], null, 'zohoid'];
            $cases[] = [$kind, ['as_of'], null, 'as_of'];
            $cases[] = [$kind, ['as_of'], 1760000000, 'as_of'];
            $cases[] = [$kind, ['zoho_id'], '487687600000000101', 'zoho_id'];
        }
        foreach (['finance', 'payment', 'registration', 'profile', 'grade'] as $kind) {
            $cases[] = [$kind, ['userid'], null, 'userid'];
            $cases[] = [$kind, ['userid'], -1, 'userid'];
        }
        $amounts = [
            'total_amount', 'discount_amount', 'registration_fees', 'amount_transferred', 'scholarship_amount', 'net_amount',
        ];
        foreach ($amounts as $field) {
            $cases[] = ['finance', [$field], 12.5, $field];
        }
        $texts = [
            'scholarship', 'scholarship_reason', 'payment_method', 'payment_mode', 'bank_name', 'bank_holder', 'invoice_reg_fees',
        ];
        foreach ($texts as $field) {
            $cases[] = ['finance', [$field], str_repeat('x', 256), $field];
        }
        return array_merge($cases, [
            ['finance', ['currency'], null, 'currency'],
            ['finance', ['currency'], 'Dollar', 'currency'],
            ['finance', ['scholarship_percentage'], '101', 'scholarship_percentage'],
            ['finance', ['transferred_currency'], null, 'transferred_currency'],
            ['finance', ['transferred_currency'], '$', 'transferred_currency'],
            ['finance', ['instalments'], null, 'instalments'],
            ['finance', ['instalments', 1, 'number'], 1, 'instalments[1].number'],
            ['finance', ['instalments', 1, 'number'], null, 'instalments[1].number'],
            ['finance', ['instalments', 1, 'due_date'], '2026-13-01', 'instalments[1].due_date'],
            ['finance', ['instalments', 0, 'amount'], '', 'instalments[0].amount'],
            ['finance', ['instalments', 0, 'paid'], '-1', 'instalments[0].paid'],
            ['finance', ['instalments', 0, 'currency'], null, 'instalments[0].currency'],
            ['finance', ['instalments', 0, 'registration'], '1', 'instalments[0].registration'],
            ['finance', ['instalments', 0, 'status'], 'Paid', 'instalments[0].status'],
            ['finance', ['payments'], null, 'payments'],
            ['finance', ['payments'], [1], 'payments[0]'],
            ['finance', ['payments', 1, 'slot'], null, 'payments[1].zohoid'],
            ['finance', ['payments', 1, 'slot'], 9, 'payments[1].slot'],
            ['finance', ['payments', 0, 'slot'], 1, 'payments[0].zohoid'],
            ['finance', ['payments', 1], self::sample_payment(), 'payments[1].zohoid'],
            ['finance', ['payments', 1, 'amount'], '1.999', 'payments[1].amount'],
            ['finance', ['payments', 1, 'date'], 'yesterday', 'payments[1].date'],
            ['finance', ['payments', 1, 'voided'], 'no', 'payments[1].voided'],
            ['payment', ['student'], null, 'student'],
            ['payment', ['amount'], null, 'amount'],
            ['payment', ['currency'], null, 'currency'],
            ['payment', ['reduces_fee'], null, 'reduces_fee'],
            ['payment', ['date'], '2026-02-30', 'date'],
            ['payment', ['instalment'], 0, 'instalment'],
            ['payment', ['registration'], '5', 'registration'],
            ['payment', ['number'], str_repeat('x', 101), 'number'],
            ['payment', ['voided'], true, 'voided'],
            ['registration', ['student'], '5', 'student'],
            ['registration', ['programme'], '', 'programme'],
            ['registration', ['start_date'], '2026-9-1', 'start_date'],
            ['registration', ['end_date'], '2026-00-10', 'end_date'],
            ['registration', ['status'], str_repeat('x', 51), 'status'],
            ['registration', ['instalments', 0, 'registration'], '487687600000000101', 'instalments[0].registration'],
            ['profile', ['email'], 'maya', 'email'],
            ['profile', ['student_id'], 42, 'student_id'],
            ['class', ['name'], null, 'name'],
            ['class', ['courseid'], '3', 'courseid'],
            ['class', ['teacherid'], 0, 'teacherid'],
            ['class', ['start_date'], '2026-02-29', 'start_date'],
            ['grade', ['result'], 'Merit', 'result'],
            ['grade', ['result'], null, 'result'],
            ['grade', ['status'], 'released', 'status'],
            ['grade', ['status'], null, 'status'],
            ['grade', ['unit_name'], '', 'unit_name'],
            ['grade', ['attempt'], '1', 'attempt'],
            ['grade', ['date'], '20-11-2026', 'date'],
            ['grade', ['feedback'], ["a"], 'feedback'],
            ['grade', ['explanation'], str_repeat('x', 2001), 'explanation'],
            ['grade', ['criteria'], null, 'criteria'],
            ['grade', ['criteria', 0, 'met'], 1, 'criteria[0].met'],
            ['grade', ['criteria', 1, 'code'], 'P1', 'criteria[1].code'],
            ['grade', ['criteria', 1, 'code'], null, 'criteria[1].code'],
            ['grade', ['criteria', 1, 'score'], 1, 'criteria[1].score'],
        ]);
    }

    /**
     * The payment the sample of finance has already.
     *
     * @return array
     */
    private static function sample_payment(): array {
        return ['zohoid' => '487687600000000301', 'amount' => '1', 'currency' => 'USD', 'reduces_fee' => true];
    }

    /**
     * A wrong value is refused by name.
     *
     * @dataProvider wrong
     * @param string $kind
     * @param array $path
     * @param mixed $value
     * @param string $field
     */
    public function test_a_wrong_value_is_refused_by_name(string $kind, array $path, mixed $value, string $field): void {
        $values = self::sample($kind);
        $place = &$values;
        foreach ($path as $step) {
            $place = &$place[$step];
        }
        $place = $value;
        unset($place);
        try {
            self::read($kind, $values);
            $this->fail('taken');
        } catch (item_refused $e) {
            $this->assertSame($field, $e->field);
            $this->assertStringContainsString($field, $e->getMessage());
        }
    }

    /**
     * The order of lists does not change what finance says.
     */
    public function test_the_order_of_payments_and_instalments_does_not_matter(): void {
        $values = self::sample('finance');
        $hash = self::read('finance', $values)->hash();
        $values['payments'] = array_reverse($values['payments']);
        $values['instalments'] = array_reverse($values['instalments']);
        $this->assertSame($hash, self::read('finance', $values)->hash());
        $values['payments'][0]['amount'] = '1500.01';
        $this->assertNotSame($hash, self::read('finance', $values)->hash());
    }

    /**
     * Two ways to write an amount are one amount.
     */
    public function test_two_ways_to_write_an_amount_are_one(): void {
        $values = self::sample('finance');
        $hash = self::read('finance', $values)->hash();
        $this->assertSame($hash, self::read('finance', ['total_amount' => '6250'] + $values)->hash());
    }
}
