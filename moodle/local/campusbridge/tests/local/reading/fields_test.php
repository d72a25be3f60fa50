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
 * Tests of reading an item field by field.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\reading;

use local_campusbridge\local\item_refused;

/**
 * Reading an item field by field.
 *
 * @covers \local_campusbridge\local\reading\fields
 * @covers \local_campusbridge\local\reading\reads_text
 * @covers \local_campusbridge\local\reading\reads_numbers
 * @covers \local_campusbridge\local\reading\reads_days
 * @covers \local_campusbridge\local\reading\reads_lists
 * @covers \local_campusbridge\local\reading\record_dialect
 * @covers \local_campusbridge\local\currency
 * @group pure
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @group      pure
 */
final class fields_test extends \basic_testcase {
    /**
     * Readers, good values and what they become.
     *
     * @return array
     */
    public static function good(): array {
        return [
            'id of 15 digits' => ['zohoid', [], '487687600000000', '487687600000000'],
            'id of 20 digits' => ['zohoid', [], '99999999999999999999', '99999999999999999999'],
            'Moodle id' => ['moodleid', [], 7, 7],
            'amount' => ['amount', [], '12.5', '12.50'],
            'amount left out' => ['optional_amount', [], null, null],
            'amount given back' => ['signed_amount', [], '-3', '-3.00'],
            'percentage' => ['optional_percentage', [], '100', '100.00'],
            'currency' => ['currency', [], 'TRY', 'TRY'],
            'leap day' => ['optional_day', [], '2028-02-29', '2028-02-29'],
            'line' => ['line', [5], 'Łukas', 'Łukas'],
            'line left out' => ['line', [5], null, ''],
            'lines' => ['lines', [20], "one\ntwo", "one\ntwo"],
            'word' => ['word', [['D', 'M']], 'M', 'M'],
            'word left out' => ['word', [['D', 'M']], null, ''],
            'flag' => ['flag', [], false, false],
            'whole' => ['whole', [0, 9], 0, 0],
            'instant' => ['asof', [], 1760000000123, 1760000000123],
        ];
    }

    /**
     * A good value is taken.
     *
     * @dataProvider good
     * @param string $reader
     * @param array $arguments
     * @param mixed $value
     * @param mixed $expected
     */
    public function test_a_good_value_is_taken(string $reader, array $arguments, mixed $value, mixed $expected): void {
        $fields = new fields(['field' => $value]);
        $this->assertSame($expected, $fields->$reader('field', ...$arguments));
        $fields->only();
    }

    /**
     * Readers and bad values.
     *
     * @return array
     */
    public static function bad(): array {
        return [
            'id as a number' => ['zohoid', [], 487687600000000],
            'id of 14 digits' => ['zohoid', [], '48768760000000'],
            'id of 21 digits' => ['zohoid', [], '487687600000000000000'],
            'id with a line feed' => ['zohoid', [], "487687600000000\n"],
            'Moodle id as text' => ['moodleid', [], '7'],
            'Moodle id zero' => ['moodleid', [], 0],
            'amount as a number' => ['amount', [], 12.5],
            'amount as a whole number' => ['amount', [], 12],
            'amount with a comma' => ['amount', [], '1,234.50'],
            'amount with three decimals' => ['amount', [], '1.234'],
            'amount that does not fit' => ['amount', [], '10000000000.00'],
            'amount below zero' => ['amount', [], '-1'],
            'percentage above 100' => ['optional_percentage', [], '100.01'],
            'percentage below zero' => ['optional_percentage', [], '-1'],
            'currency in small letters' => ['currency', [], 'usd'],
            'currency that does not exist' => ['currency', [], 'XYZ'],
            'sign of a currency' => ['currency', [], '$'],
            'two currencies' => ['currency', [], 'USD EUR'],
            'day that does not exist' => ['optional_day', [], '2026-02-30'],
            'no leap day' => ['optional_day', [], '2027-02-29'],
            'day with a time' => ['optional_day', [], '2026-02-03T00:00:00Z'],
            'day the other way round' => ['optional_day', [], '03-02-2026'],
            'day as a number' => ['optional_day', [], 20260203],
            'empty day' => ['optional_day', [], ''],
            'line too long' => ['line', [5], 'Łukasz'],
            'line with a line feed' => ['line', [50], "a\nb"],
            'line with a null byte' => ['line', [50], "a\0b"],
            'line as a list' => ['line', [50], ['a']],
            'lines with a null byte' => ['lines', [50], "a\0b"],
            'word that is none of them' => ['word', [['D', 'M']], 'd'],
            'flag as a number' => ['flag', [], 1],
            'whole too small' => ['whole', [1, 9], 0],
            'whole too large' => ['whole', [1, 9], 10],
            'whole with decimals' => ['whole', [1, 9], 1.5],
            'instant in seconds' => ['asof', [], 1760000000],
            'instant in the future' => ['asof', [], 9000000000000],
            'instant as text' => ['asof', [], '1760000000123'],
            'list as an object' => ['list', [3], ['a' => 1]],
            'list too long' => ['list', [1], [['a' => 1], ['a' => 1]]],
        ];
    }

    /**
     * A bad value is refused, naming the field and what would be right.
     *
     * @dataProvider bad
     * @param string $reader
     * @param array $arguments
     * @param mixed $value
     */
    public function test_a_bad_value_is_refused_by_name(string $reader, array $arguments, mixed $value): void {
        try {
            (new fields(['field' => $value], 'parent[1].'))->$reader('field', ...$arguments);
            $this->fail('taken');
        } catch (item_refused $e) {
            $this->assertSame(['invalid', 'parent[1].field'], [$e->error, $e->field]);
            $this->assertStringStartsWith('parent[1].field: expected ', $e->getMessage());
        }
    }

    /**
     * What is needed must be there.
     */
    public function test_a_missing_value_is_refused_by_name(): void {
        $readers = [
            'zohoid' => [], 'moodleid' => [], 'amount' => [], 'currency' => [], 'flag' => [], 'asof' => [],
            'whole' => [1, 2], 'list' => [1],
        ];
        foreach ($readers as $reader => $arguments) {
            try {
                (new fields(['field' => null]))->$reader('field', ...$arguments);
                $this->fail($reader);
            } catch (item_refused $e) {
                $this->assertSame(['missing', 'field'], [$e->error, $e->field]);
            }
        }
    }

    /**
     * Objects of a list know where they stand.
     */
    public function test_a_list_names_its_places(): void {
        $list = (new fields(['list' => [['a' => true], ['a' => 'no']]]))->list('list', 2);
        $this->assertTrue($list[0]->flag('a'));
        $this->expectExceptionObject(new item_refused('invalid', 'list[1].a', 'list[1].a: expected true or false'));
        $list[1]->flag('a');
    }

    /**
     * An object that is none.
     */
    public function test_a_list_of_other_things_is_refused(): void {
        $this->expectExceptionMessage('list[1]: expected an object');
        (new fields(['list' => [['a' => true], 'b']]))->list('list', 2);
    }

    /**
     * A misspelt field is refused.
     */
    public function test_a_field_that_nobody_asked_for_is_refused(): void {
        $fields = new fields(['amount' => '1', 'amuont' => '2']);
        $fields->amount('amount');
        $this->expectExceptionMessage('amuont: no such field; there are amount');
        $fields->only();
    }
}
