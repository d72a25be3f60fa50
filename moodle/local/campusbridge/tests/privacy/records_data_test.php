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
 * Tests of the personal data of student records.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_campusbridge\local\records\class_item;
use local_campusbridge\local\records\finance_records;
use local_campusbridge\local\records\grade_item;
use local_campusbridge\local\records\profile_item;
use local_campusbridge\local\records\registration_records;
use local_campusbridge\local\records\single_records;
use local_campusbridge\tests\record_items;

/**
 * Personal data of the student records, through the provider of the plugin.
 *
 * @covers \local_campusbridge\privacy\records_data
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class records_data_test extends \core_privacy\tests\provider_testcase {
    /** Tables of students. */
    private const TABLES = ['finance', 'grades', 'instalments', 'payments', 'profiles', 'registrations'];

    /** @var record_items */
    private record_items $items;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->items = new record_items();
        $this->resetAfterTest();
        $this->preventResetByRollback();
    }

    /**
     * A student with a row in every table.
     *
     * @return \stdClass user
     */
    private function student(): \stdClass {
        $user = self::getDataGenerator()->create_user();
        $items = $this->items;
        $ids = ['userid' => (int) $user->id];
        finance_records::set([$items->finance_item($ids + ['bank_holder' => "Holder {$user->id}"])]);
        registration_records::set([$items->registration_item($ids)]);
        single_records::set([$items->profile_item($ids)], profile_item::class, 'local_campusbridge_profiles');
        single_records::set([$items->grade_item($ids)], grade_item::class, 'local_campusbridge_grades');
        return $user;
    }

    /**
     * Rows of a user in each table.
     *
     * @param \stdClass $user
     * @return int[]
     */
    private static function rows(\stdClass $user): array {
        global $DB;
        return array_map(
            fn(string $table): int => $DB->count_records("local_campusbridge_{$table}", ['userid' => $user->id]),
            array_combine(self::TABLES, self::TABLES)
        );
    }

    /**
     * Every column of every table is described, or is no personal data.
     */
    public function test_every_column_is_described(): void {
        global $DB;
        $described = [];
        foreach (provider::get_metadata(new collection('local_campusbridge'))->get_collection() as $item) {
            $described[$item->get_name()] = $item->get_privacy_fields();
            foreach ([...array_values($item->get_privacy_fields()), $item->get_summary()] as $string) {
                $this->assertTrue(get_string_manager()->string_exists($string, 'local_campusbridge'), $string);
            }
        }
        foreach ([...self::TABLES, 'classes'] as $table) {
            $columns = array_keys($DB->get_columns("local_campusbridge_{$table}"));
            $missing = array_diff($columns, array_keys($described["local_campusbridge_{$table}"]), ['id', 'hash', 'scheduleasof']);
            $this->assertSame([], array_values($missing), $table);
        }
    }

    /**
     * A student's data lies in their own context, and all of it is exported.
     */
    public function test_export(): void {
        $user = $this->student();
        $other = $this->student();
        $context = \context_user::instance($user->id);
        $this->assertEquals([$context->id], provider::get_contexts_for_userid($user->id)->get_contextids());
        $this->export_context_data_for_user((int) $user->id, $context, 'local_campusbridge');
        $data = writer::with_context($context)->get_data(['Campusbridge', 'Student records']);
        foreach (self::TABLES as $table) {
            $this->assertCount($table === 'instalments' ? 2 : 1, $data->$table, $table);
        }
        $this->assertSame("Holder {$user->id}", $data->finance[0]['bankholder']);
        $this->assertSame('5000.00', $data->finance[0]['netamount']);
        $this->assertSame('M', $data->grades[0]['result']);
        $this->assertArrayNotHasKey('hash', $data->finance[0]);
        $this->assertFalse(writer::with_context(\context_user::instance($other->id))->has_any_data());
    }

    /**
     * Deleting leaves nothing of the student and everything of others.
     */
    public function test_delete(): void {
        $context = fn(\stdClass $user): \context => \context_user::instance($user->id);
        $ways = [
            fn(\stdClass $user) => provider::delete_data_for_user(
                new approved_contextlist($user, 'local_campusbridge', [$context($user)->id])
            ),
            fn(\stdClass $user) => provider::delete_data_for_all_users_in_context($context($user)),
            fn(\stdClass $user) => provider::delete_data_for_users(
                new approved_userlist($context($user), 'local_campusbridge', [(int) $user->id])
            ),
        ];
        $other = $this->student();
        $before = self::rows($other);
        foreach ($ways as $delete) {
            $user = $this->student();
            $delete($user);
            $this->assertSame(0, array_sum(self::rows($user)));
            $this->assertFalse(records_data::has_data((int) $user->id));
        }
        $this->assertSame($before, self::rows($other));
        $this->assertNotContains(0, $before);
        $userlist = new userlist($context($other), 'local_campusbridge');
        provider::get_users_in_context($userlist);
        $this->assertEquals([$other->id], $userlist->get_userids());
    }

    /**
     * A class stays when its teacher's data is deleted, and gets a teacher again when the other side says so.
     */
    public function test_a_teacher(): void {
        global $DB;
        $teacher = self::getDataGenerator()->create_user();
        $item = $this->items->class_item(['teacherid' => (int) $teacher->id]);
        $set = fn(): string => single_records::set([$item], class_item::class, 'local_campusbridge_classes')[0]['status'];
        $set();
        $this->assertTrue(records_data::has_data((int) $teacher->id));
        $context = \context_user::instance($teacher->id);
        $this->export_context_data_for_user((int) $teacher->id, $context, 'local_campusbridge');
        $this->assertSame(
            'Networking, group A',
            writer::with_context($context)->get_data(['Campusbridge', 'Student records'])->classes[0]['name']
        );
        records_data::delete((int) $teacher->id);
        $this->assertNull($DB->get_field('local_campusbridge_classes', 'teacherid', []));
        $this->assertSame('updated', $set());
    }
}
