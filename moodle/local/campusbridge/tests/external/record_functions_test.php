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
 * Tests of the web service functions of student records.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;
use local_campusbridge\tests\record_items;

/**
 * The functions as the web service calls them.
 *
 * @covers \local_campusbridge\external\add_payment
 * @covers \local_campusbridge\external\delete_payment
 * @covers \local_campusbridge\external\delete_registrations
 * @covers \local_campusbridge\external\get_finance
 * @covers \local_campusbridge\external\record_results
 * @covers \local_campusbridge\external\set_classes
 * @covers \local_campusbridge\external\set_dashboard_config
 * @covers \local_campusbridge\external\set_finance
 * @covers \local_campusbridge\external\set_grades
 * @covers \local_campusbridge\external\set_profiles
 * @covers \local_campusbridge\external\set_registrations
 * @covers \local_campusbridge\local\records\finance_answer
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_functions_test extends \advanced_testcase {
    /** @var string Zoho id of the student record */
    private const STUDENT = '487687600000007777';

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->preventResetByRollback();
    }

    /**
     * Calls a function as somebody who may.
     *
     * @param string $name
     * @param array $arguments
     * @return array what external_api::call_external_function() returns
     */
    private function call(string $name, array $arguments): array {
        $roleid = self::getDataGenerator()->create_role();
        assign_capability('local/campusbridge:use', CAP_ALLOW, $roleid, \context_system::instance());
        $user = self::getDataGenerator()->create_user();
        role_assign($roleid, $user->id, \context_system::instance());
        $this->setUser($user);
        $_POST['sesskey'] = sesskey();
        return external_api::call_external_function("local_campusbridge_{$name}", $arguments);
    }

    /**
     * A good item for each batch function.
     *
     * @param string $name
     * @return array
     */
    private static function item(string $name): array {
        $items = new record_items();
        $userid = ['userid' => (int) self::getDataGenerator()->create_user()->id];
        return match ($name) {
            'set_finance' => $items->finance_item($userid + ['zohoid' => self::STUDENT]),
            'add_payment' => $items->payment_item($userid + ['student' => self::STUDENT]),
            'set_registrations' => $items->registration_item($userid),
            'set_profiles' => $items->profile_item($userid),
            'set_classes' => $items->class_item(),
            'set_grades' => $items->grade_item($userid),
            'delete_payment', 'delete_registrations' => ['zohoid' => $items->zohoid(), 'as_of' => 1760000000000],
        };
    }

    /**
     * Batch functions, and what they answer to a good item.
     *
     * @return array
     */
    public static function batch_functions(): array {
        return [
            ['set_finance', 'created'], ['add_payment', 'created'], ['set_registrations', 'created'], ['set_profiles', 'created'],
            ['set_classes', 'created'], ['set_grades', 'created'],
            ['delete_payment', 'skipped'], ['delete_registrations', 'skipped'],
        ];
    }

    /**
     * A good item, a bad one, and a result for each.
     *
     * @dataProvider batch_functions
     * @param string $name
     * @param string $status
     */
    public function test_a_result_for_each_item(string $name, string $status): void {
        $good = self::item($name);
        $answer = $this->call($name, ['items' => json_encode([['zohoid' => '1'] + $good, $good])]);
        $this->assertFalse($answer['error'], json_encode($answer));
        $this->assertSame([
            ['status' => 'refused', 'error' => 'invalid', 'field' => 'zohoid',
                'message' => 'zohoid: expected a string of 15 to 20 digits'],
            ['status' => $status, 'zohoid' => $good['zohoid']],
        ], $answer['data']['results']);
    }

    /**
     * What is no list of objects is refused as a whole.
     *
     * @dataProvider batch_functions
     * @param string $name
     */
    public function test_what_is_no_list_is_refused(string $name): void {
        foreach (['', '{"a":1}', '[1]', json_encode(array_fill(0, 101, ['a' => 1]))] as $items) {
            $answer = $this->call($name, ['items' => $items]);
            $this->assertTrue($answer['error']);
            $this->assertSame('invalidparameter', $answer['exception']->errorcode);
        }
    }

    /**
     * All functions with good arguments.
     *
     * @return array
     */
    public static function functions(): array {
        $calls = array_map(fn(array $function): array => [$function[0], ['items' => '[]']], self::batch_functions());
        return array_merge($calls, [
            ['get_finance', ['zohoids' => [self::STUDENT]]],
            ['set_dashboard_config', ['config' => ['show_grades' => false], 'as_of' => 1760000000000]],
        ]);
    }

    /**
     * Who may not, may not.
     *
     * @dataProvider functions
     * @param string $name
     * @param array $arguments
     */
    public function test_a_stranger_is_refused(string $name, array $arguments): void {
        $this->setUser(self::getDataGenerator()->create_user());
        $_POST['sesskey'] = sesskey();
        $answer = external_api::call_external_function("local_campusbridge_{$name}", $arguments);
        $this->assertTrue($answer['error']);
        $this->assertSame('nopermissions', $answer['exception']->errorcode);
    }

    /**
     * Who may, may.
     *
     * @dataProvider functions
     * @param string $name
     * @param array $arguments
     */
    public function test_who_has_the_capability_is_answered(string $name, array $arguments): void {
        $this->assertFalse($this->call($name, $arguments)['error']);
    }

    /**
     * Finance comes back as it was sent, with sums.
     */
    public function test_finance_comes_back_as_it_was_sent(): void {
        $item = self::item('set_finance');
        $this->call('set_finance', ['items' => json_encode([$item])]);
        $answer = $this->call('get_finance', ['zohoids' => [self::STUDENT, '487687600000006666']]);
        $this->assertFalse($answer['error'], json_encode($answer));
        $this->assertCount(1, $answer['data']['students']);
        $student = $answer['data']['students'][0];
        $this->assertSame(['1500.00', '3500.00'], [$student['paid'], $student['remaining']]);
        foreach (array_diff_key($item, ['instalments' => 1, 'payments' => 1]) as $name => $value) {
            is_numeric($value) && is_string($value) && $name !== 'zohoid'
                ? $this->assertSame(sprintf('%.2f', $value), $student[$name], $name)
                : $this->assertSame($value, $student[$name], $name);
        }
        $this->assertSame([1, 2], array_column($student['instalments'], 'number'));
        $payment = $student['payments'][0];
        foreach ($item['payments'][0] as $name => $value) {
            $this->assertSame($value, $payment[$name], $name);
        }
        $this->assertNull($payment['slot']);
        $this->assertFalse($payment['voided']);
    }

    /**
     * Bad ids.
     */
    public function test_get_finance_refuses_bad_ids(): void {
        foreach ([['12'], array_fill(0, 101, self::STUDENT)] as $zohoids) {
            $answer = $this->call('get_finance', ['zohoids' => $zohoids]);
            $this->assertTrue($answer['error']);
            $this->assertSame('badparameter', $answer['exception']->errorcode);
            $this->assertStringContainsString('zohoids', $answer['exception']->message);
        }
        $answer = $this->call('get_finance', ['zohoids' => ['487687600000007777 OR 1=1']]);
        $this->assertSame('invalidparameter', $answer['exception']->errorcode);
    }

    /**
     * Switches of the dashboard.
     */
    public function test_switches_of_the_dashboard(): void {
        $set = fn(array $config, int $asof): array => $this->call('set_dashboard_config', ['config' => $config, 'as_of' => $asof]);
        $this->assertSame(['status' => 'updated'], $set(['show_grades' => 0], 1760000000000)['data']);
        $this->assertSame(['status' => 'stale'], $set(['show_grades' => 1], 1759999999999)['data']);
        $this->assertFalse(\local_campusbridge\student_record::of(0)->config()->show_grades);
        foreach ([['show_grades' => 'perhaps'], ['show_all' => 1]] as $config) {
            $this->assertSame('invalidparameter', $set($config, 1760000000000)['exception']->errorcode);
        }
        $this->assertSame('badparameter', $set([], 1760000000)['exception']->errorcode);
    }
}
