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
 * Tests of the service's user.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Tokens are judged as Moodle judges them, and the last call is found.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\service_user
 * @covers     \local_campusbridge\check\serviceuser
 * @covers     \local_campusbridge\check\calls
 */
final class service_user_test extends \advanced_testcase {
    /**
     * A service user with a token that can be used.
     *
     * @return \stdClass {user, serviceid, tokenid}
     */
    private function set_up_user(): \stdClass {
        global $DB;
        $this->resetAfterTest();
        set_config('enablewebservices', 1);
        set_config('webserviceprotocols', 'rest');
        $user = $this->getDataGenerator()->create_user(['username' => 'bridge']);
        set_config('serviceuserid', $user->id, 'local_campusbridge');
        $serviceid = $DB->get_field('external_services', 'id', ['shortname' => 'local_campusbridge'], MUST_EXIST);
        $DB->set_field('external_services', 'enabled', 1, ['id' => $serviceid]);
        $DB->insert_record('external_services_users', [
            'externalserviceid' => $serviceid,
            'userid' => $user->id,
            'timecreated' => time(),
        ]);
        $tokenid = $DB->insert_record('external_tokens', [
            'token' => random_string(32),
            'tokentype' => EXTERNAL_TOKEN_PERMANENT,
            'userid' => $user->id,
            'externalserviceid' => $serviceid,
            'contextid' => SYSCONTEXTID,
            'creatorid' => 2,
            'timecreated' => time(),
        ]);
        return (object) ['user' => $user, 'serviceid' => $serviceid, 'tokenid' => $tokenid];
    }

    /**
     * The status of the check, and its words.
     *
     * @return string
     */
    private function finding(): string {
        $result = (new \local_campusbridge\check\serviceuser())->get_result();
        return $result->get_status() . ': ' . $result->get_summary();
    }

    /**
     * Nothing chosen.
     */
    public function test_nobody(): void {
        $this->resetAfterTest();
        $this->assertNull(service_user::account());
        $this->assertNull(service_user::last_call());
    }

    /**
     * What stands in the way is named, the first thing first.
     */
    public function test_findings(): void {
        global $DB;
        $world = $this->set_up_user();
        $this->assertSame('ok: bridge has a token of: Campusbridge.', $this->finding());

        $DB->set_field('external_tokens', 'validuntil', time() - 1, ['id' => $world->tokenid]);
        $this->assertStringStartsWith('error: No token of the account bridge can be used', $this->finding());
        $DB->set_field('external_tokens', 'validuntil', time() + 60, ['id' => $world->tokenid]);
        $this->assertStringStartsWith('ok: ', $this->finding());

        $DB->delete_records('external_services_users', ['userid' => $world->user->id]);
        $this->assertStringStartsWith('error: No token', $this->finding());
        $DB->set_field('external_services', 'restrictedusers', 0, ['id' => $world->serviceid]);
        $this->assertStringStartsWith('ok: ', $this->finding());

        $DB->set_field('external_services', 'enabled', 0, ['id' => $world->serviceid]);
        $this->assertStringStartsWith('error: No token', $this->finding());
        $DB->delete_records('external_tokens', ['id' => $world->tokenid]);
        $this->assertStringStartsWith('error: The account bridge has no web service token', $this->finding());

        $DB->set_field('user', 'suspended', 1, ['id' => $world->user->id]);
        $this->assertStringStartsWith('error: The account bridge is suspended', $this->finding());
        delete_user($DB->get_record('user', ['id' => $world->user->id]));
        $this->assertStringStartsWith('error: The chosen service user does not exist', $this->finding());

        set_config('serviceuserid', 0, 'local_campusbridge');
        $this->assertStringStartsWith('warning: No service user', $this->finding());
        set_config('webserviceprotocols', 'soap');
        $this->assertStringStartsWith('error: The REST protocol', $this->finding());
        set_config('enablewebservices', 0);
        $this->assertStringStartsWith('error: Web services', $this->finding());
        $this->assertNotNull((new \local_campusbridge\check\serviceuser())->get_action_link());
    }

    /**
     * Too powerful an account is pointed out.
     */
    public function test_site_administrator(): void {
        $world = $this->set_up_user();
        set_config('siteadmins', $world->user->id);
        $this->assertStringStartsWith('warning: The account bridge is a site administrator', $this->finding());
    }

    /**
     * The last call is the newest of all tokens.
     */
    public function test_last_call(): void {
        global $DB;
        $world = $this->set_up_user();
        $this->assertNull(service_user::last_call());
        $this->assertSame('warning', (new \local_campusbridge\check\calls())->get_result()->get_status());

        $now = time();
        $DB->set_field('external_tokens', 'lastaccess', $now, ['id' => $world->tokenid]);
        $this->assertEquals((object) ['time' => $now, 'service' => 'Campusbridge'], service_user::last_call());
        $this->assertSame('ok', (new \local_campusbridge\check\calls())->get_result()->get_status());

        $DB->set_field('external_tokens', 'lastaccess', $now - 2 * DAYSECS, ['id' => $world->tokenid]);
        $this->assertSame('warning', (new \local_campusbridge\check\calls())->get_result()->get_status());
    }
}
