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
 * Tests of the preparation of a site.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\service;

/**
 * Tests of the preparation of a site.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\service\preparation
 * @covers     \local_campusbridge\local\service\needs
 */
final class preparation_test extends \advanced_testcase {
    /**
     * An administrator prepares.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
    }

    /**
     * One run makes everything, the second one nothing.
     */
    public function test_it_prepares_once(): void {
        global $CFG, $DB;
        set_config('enablewebservices', 0);
        set_config('webserviceprotocols', 'soap');
        $first = new preparation();
        $user = $first->prepare('campusbridge', 'bridge@example.com');
        $token = $first->token($user, false, '203.0.113.7');
        $this->assertMatchesRegularExpression('/^[0-9a-f]{32}$/', $token);
        $this->assertNotEmpty($first->done());

        $this->assertEquals([1, 'soap,rest'], [$CFG->enablewebservices, $CFG->webserviceprotocols]);
        $this->assertSame(['webservice', 'bridge@example.com'], [$user->auth, $user->email]);
        $this->assertEquals($user->id, get_config('local_campusbridge', 'serviceuserid'));
        $service = $DB->get_record('external_services', ['shortname' => 'local_campusbridge'], '*', MUST_EXIST);
        $this->assertEquals([1, 1], [$service->enabled, $service->restrictedusers]);
        $authorised = ['externalserviceid' => $service->id, 'userid' => $user->id];
        $this->assertTrue($DB->record_exists('external_services_users', $authorised));
        $stored = $DB->get_record('external_tokens', ['token' => $token], '*', MUST_EXIST);
        $this->assertEquals([$user->id, $service->id], [$stored->userid, $stored->externalserviceid]);
        $this->assertSame('203.0.113.7', $stored->iprestriction);

        $tables = ['role', 'role_capabilities', 'role_allow_assign', 'role_assignments', 'user', 'external_services_users',
            'external_tokens'];
        $before = array_map(fn(string $table): int => $DB->count_records($table), $tables);
        $second = new preparation();
        $this->assertEquals($user->id, $second->prepare('campusbridge', 'bridge@example.com')->id);
        $this->assertNull($second->token($user));
        $this->assertSame([], $second->done());
        $this->assertSame($before, array_map(fn(string $table): int => $DB->count_records($table), $tables));
    }

    /**
     * The role has exactly what the preset says, at system level only, and never the power over the site's configuration.
     */
    public function test_the_role_has_exactly_what_is_needed(): void {
        global $DB;
        (new preparation())->prepare('campusbridge', 'bridge@example.com');
        $roleid = $DB->get_field('role', 'id', ['shortname' => 'campusbridge_service'], MUST_EXIST);
        $capabilities = $DB->get_fieldset_select('role_capabilities', 'capability', 'roleid = ?', [$roleid]);
        $this->assertEqualsCanonicalizing(needs::capabilities(), $capabilities);
        $this->assertNotContains('moodle/site:config', $capabilities);
        $this->assertContains('local/campusbridge:use', $capabilities);
        $this->assertEquals([CONTEXT_SYSTEM], array_values(get_role_contextlevels($roleid)));
        $assignable = $DB->get_fieldset_sql('SELECT r.shortname FROM {role} r JOIN {role_allow_assign} a ON a.allowassign = r.id
            WHERE a.roleid = ?', [$roleid]);
        $this->assertEqualsCanonicalizing(['student', 'teacher', 'editingteacher'], $assignable);
    }

    /**
     * The preset is one that Moodle's own page for importing roles takes, and every capability in it exists.
     */
    public function test_the_preset_can_be_imported(): void {
        $xml = file_get_contents(__DIR__ . '/../../../presets/campusbridge_service.xml');
        $this->assertTrue(\core_role_preset::is_valid_preset($xml));
        foreach (needs::capabilities() as $capability) {
            $this->assertNotNull(get_capability_info($capability), $capability);
        }
        $this->assertCount(42, needs::capabilities());
        $this->assertSame([CAP_ALLOW], array_values(array_unique(needs::role()['permissions'])));
    }

    /**
     * Every function that is asked for exists in this Moodle.
     */
    public function test_every_function_exists(): void {
        $this->assertSame([], needs::missing_functions());
        $this->assertContains('local_campusbridge_upsert_users', needs::functions());
        $this->assertContains('core_user_get_users_by_field', needs::functions());
    }

    /**
     * What is missing in an existing role is added; what an administrator added stays.
     */
    public function test_an_existing_role_is_completed(): void {
        global $DB;
        (new preparation())->prepare('campusbridge', 'bridge@example.com');
        $roleid = $DB->get_field('role', 'id', ['shortname' => 'campusbridge_service'], MUST_EXIST);
        unassign_capability('moodle/user:create', $roleid);
        assign_capability('moodle/user:delete', CAP_ALLOW, $roleid, SYSCONTEXTID);
        $again = new preparation();
        $again->prepare('campusbridge', 'bridge@example.com');
        $this->assertSame(['Allowed it moodle/user:create'], $again->done());
        $this->assertTrue($DB->record_exists('role_capabilities', ['roleid' => $roleid, 'capability' => 'moodle/user:delete']));
    }

    /**
     * A new token ends the old one.
     */
    public function test_a_token_can_be_replaced(): void {
        global $DB;
        $preparation = new preparation();
        $user = $preparation->prepare('campusbridge', 'bridge@example.com');
        $old = $preparation->token($user);
        $new = $preparation->token($user, true);
        $this->assertNotSame($old, $new);
        $this->assertSame([$new], $DB->get_fieldset_select('external_tokens', 'token', 'userid = ?', [$user->id]));
    }

    /**
     * An account that would be too mighty, or does not work, is not taken.
     */
    public function test_an_unfit_account_is_refused(): void {
        $this->getDataGenerator()->create_user(['username' => 'asleep', 'suspended' => 1]);
        foreach (['admin', 'guest', 'asleep'] as $username) {
            try {
                (new preparation())->prepare($username, 'bridge@example.com');
                $this->fail($username);
            } catch (\moodle_exception $e) {
                $this->assertSame('serviceaccountunfit', $e->errorcode);
            }
        }
    }
}
