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
 * Tests of the privacy provider.
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
use local_campusbridge\local\outbox\numbering;
use local_campusbridge\local\outbox\outbox;

/**
 * What is kept about a person in the outbox can be exported and deleted.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\privacy\provider
 * @covers     \local_campusbridge\privacy\outbox_data
 */
final class provider_test extends \core_privacy\tests\provider_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        // The rows of these tests are written by hand.
        set_config('outboxenabled', 0, 'local_campusbridge');
    }

    /**
     * Two people, a row about each, and one done by the first to the second.
     *
     * @return \stdClass[]
     */
    private function people(): array {
        [$lina, $omar] = [$this->getDataGenerator()->create_user(), $this->getDataGenerator()->create_user()];
        outbox::add('user_updated', ['userid' => (int) $lina->id], "user:{$lina->id}", 2, 1760000000);
        outbox::add('user_updated', ['userid' => (int) $omar->id], "user:{$omar->id}", 2);
        outbox::add('user_updated', ['userid' => (int) $omar->id], "user:{$omar->id}", (int) $lina->id);
        numbering::number();
        return [$lina, $omar];
    }

    /**
     * How many rows are about a person.
     *
     * @param \stdClass $user
     * @return int
     */
    private function about(\stdClass $user): int {
        global $DB;
        return $DB->count_records(outbox::TABLE, ['userid' => $user->id]);
    }

    /**
     * Every column with personal data and the external location are described with strings that exist.
     */
    public function test_metadata(): void {
        $items = provider::get_metadata(new collection('local_campusbridge'))->get_collection();
        $names = array_map(fn($item): string => $item->get_name(), $items);
        $this->assertContains(outbox::TABLE, $names);
        $this->assertContains('campusbridge_service', $names);
        foreach ($items as $item) {
            foreach ([$item->get_summary(), ...array_values($item->get_privacy_fields())] as $key) {
                $this->assertTrue(get_string_manager()->string_exists($key, 'local_campusbridge'), $key);
            }
        }
    }

    /**
     * Data lies in the person's own context.
     */
    public function test_contexts_and_users(): void {
        [$lina, $omar] = $this->people();
        $nobody = $this->getDataGenerator()->create_user();
        foreach ([$lina, $omar] as $user) {
            $context = \context_user::instance($user->id);
            $this->assertEquals([$context->id], provider::get_contexts_for_userid($user->id)->get_contextids());
            $userlist = new userlist($context, 'local_campusbridge');
            provider::get_users_in_context($userlist);
            $this->assertEquals([$user->id], $userlist->get_userids());
        }
        $this->assertCount(0, provider::get_contexts_for_userid($nobody->id));
        $userlist = new userlist(\context_system::instance(), 'local_campusbridge');
        provider::get_users_in_context($userlist);
        $this->assertCount(0, $userlist);
    }

    /**
     * A person gets what is about them and what they did, but not the ids of others.
     */
    public function test_export(): void {
        [$lina] = $this->people();
        $context = \context_user::instance($lina->id);
        $this->export_context_data_for_user($lina->id, $context, 'local_campusbridge');
        $data = writer::with_context($context)->get_data([
            get_string('pluginname', 'local_campusbridge'), get_string('privacy:outbox', 'local_campusbridge'),
        ]);
        $this->assertCount(2, $data->events);
        [$about, $did] = $data->events;
        $this->assertSame(['user_updated', 'Yes', 'No', "{\"userid\":{$lina->id}}"], [
            $about['event'], $about['about'], $about['done_by'], $about['data'],
        ]);
        $this->assertSame(['No', 'Yes', ''], [$did['about'], $did['done_by'], $did['data']]);
    }

    /**
     * Another person's context holds nothing of mine.
     */
    public function test_export_and_delete_of_another_context(): void {
        [$lina, $omar] = $this->people();
        $context = \context_user::instance($omar->id);
        $list = new approved_contextlist($lina, 'local_campusbridge', [$context->id]);
        provider::export_user_data($list);
        $this->assertFalse(writer::with_context($context)->has_any_data());
        provider::delete_data_for_user($list);
        $this->assertSame([1, 2], [$this->about($lina), $this->about($omar)]);
    }

    /**
     * Ways to delete.
     *
     * @return array[]
     */
    public static function ways_to_delete(): array {
        return [
            'the person' => [fn(\stdClass $user, \context $context) => provider::delete_data_for_user(
                new approved_contextlist($user, 'local_campusbridge', [$context->id])
            )],
            'the context' => [fn(\stdClass $user, \context $context) => provider::delete_data_for_all_users_in_context($context)],
            'people of the context' => [fn(\stdClass $user, \context $context) => provider::delete_data_for_users(
                new approved_userlist($context, 'local_campusbridge', [$user->id])
            )],
        ];
    }

    /**
     * Rows about the person go, their name as the one who did something goes, others' rows stay. A deletion that is not told yet
     * stays until it is, and no number is given twice.
     *
     * @dataProvider ways_to_delete
     * @param callable $delete
     */
    public function test_delete(callable $delete): void {
        global $DB;
        [$lina, $omar] = $this->people();
        outbox::add('user_deleted', ['userid' => (int) $lina->id], "user:{$lina->id}", 2);
        numbering::number();
        $delete($lina, \context_user::instance($lina->id));
        $this->assertSame([1, 2], [$this->about($lina), $this->about($omar)]);
        $this->assertSame('user_deleted', $DB->get_field(outbox::TABLE, 'eventtype', ['userid' => $lina->id]));
        $this->assertSame(0, $DB->count_records(outbox::TABLE, ['actorid' => $lina->id]));

        $DB->set_field(outbox::TABLE, 'status', outbox::SENT, ['userid' => $lina->id]);
        $delete($lina, \context_user::instance($lina->id));
        $this->assertSame(0, $this->about($lina));
        $this->assertSame(4, numbering::highest());
    }

    /**
     * The site's context holds nothing of anybody.
     */
    public function test_delete_in_the_system_context(): void {
        [$lina] = $this->people();
        provider::delete_data_for_all_users_in_context(\context_system::instance());
        provider::delete_data_for_users(new approved_userlist(\context_system::instance(), 'local_campusbridge', [$lina->id]));
        $this->assertSame(1, $this->about($lina));
    }
}
