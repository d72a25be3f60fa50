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
 * Tests of the personal data beside accounts and enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\writer;
use local_campusbridge\local\asof;

/**
 * When Zoho was read for a person can be exported and deleted, theirs only.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\privacy\asof_data
 */
final class asof_data_test extends \core_privacy\tests\provider_testcase {
    /**
     * The table is described with strings that exist.
     */
    public function test_metadata(): void {
        $tables = array_column(array_map(fn($item): array => [$item->get_name(), $item],
            provider::get_metadata(new collection('local_campusbridge'))->get_collection()), 1, 0);
        $table = $tables['local_campusbridge_asof'];
        foreach ([$table->get_summary(), ...array_values($table->get_privacy_fields())] as $key) {
            $this->assertTrue(get_string_manager()->string_exists($key, 'local_campusbridge'), $key);
        }
    }

    /**
     * One person's rows go out and away, another's stay.
     */
    public function test_export_and_delete(): void {
        global $DB;
        $this->resetAfterTest();
        set_config('outboxenabled', 0, 'local_campusbridge');
        [$lina, $omar] = [$this->getDataGenerator()->create_user(), $this->getDataGenerator()->create_user()];
        $context = \context_user::instance($lina->id);
        $this->assertEmpty(provider::get_contexts_for_userid((int) $lina->id)->get_contextids());
        asof::claim('user', ['100000000000000001' => 1795600000000, '100000000000000002' => 1795600000000],
            ['100000000000000001' => $lina->id, '100000000000000002' => $omar->id]);
        asof::claim('enrolment', ["{$lina->id}:7" => 1795600000000], ["{$lina->id}:7" => $lina->id]);

        $this->assertEquals([$context->id], provider::get_contexts_for_userid((int) $lina->id)->get_contextids());
        $approved = new approved_contextlist($lina, 'local_campusbridge', [$context->id]);
        provider::export_user_data($approved);
        $exported = writer::with_context($context)->get_data([
            get_string('pluginname', 'local_campusbridge'), get_string('privacy:asof', 'local_campusbridge'),
        ]);
        $this->assertSame(['100000000000000001', "{$lina->id}:7"], array_column($exported->ages, 'key'));

        provider::delete_data_for_user($approved);
        $this->assertEquals([$omar->id], $DB->get_fieldset_select('local_campusbridge_asof', 'userid', '1 = 1'));
    }
}
