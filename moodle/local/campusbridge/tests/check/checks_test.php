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
 * Tests of the checks.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use local_campusbridge\local\checks;
use local_campusbridge\local\outbox\changes;
use local_campusbridge\local\outbox\outbox as rows;
use local_campusbridge\local\outbox\sender_state;
use local_campusbridge\output\status_page;

/**
 * Each trouble is found, has words and a way out.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\check\address
 * @covers     \local_campusbridge\check\secret
 * @covers     \local_campusbridge\check\cron
 * @covers     \local_campusbridge\check\sender
 * @covers     \local_campusbridge\check\outbox
 * @covers     \local_campusbridge\check\permissions
 * @covers     \local_campusbridge\check\gradingcopies
 * @covers     \local_campusbridge\local\checks
 * @covers     \local_campusbridge\output\status_page
 */
final class checks_test extends \advanced_testcase {
    /**
     * A check's status and the beginning of its words.
     *
     * @param \core\check\check $check
     * @param string $expected status, colon, beginning
     */
    private function assert_finding(\core\check\check $check, string $expected): void {
        $result = $check->get_result();
        $this->assertStringStartsWith($expected, $result->get_status() . ': ' . strip_tags($result->get_summary()));
        $this->assertInstanceOf(\action_link::class, $check->get_action_link());
    }

    /**
     * The address.
     */
    public function test_address(): void {
        $this->resetAfterTest();
        set_config('curlsecurityblockedhosts', '10.0.0.0/8');
        set_config('curlsecurityallowedport', "443\n80");
        $this->assert_finding(new address(), 'warning: No service address');
        set_config('serviceurl', 'bridge', 'local_campusbridge');
        $this->assert_finding(new address(), 'error: bridge');
        set_config('serviceurl', 'https://10.1.2.3:8443', 'local_campusbridge');
        $this->assert_finding(new address(), 'error: Moodle refuses to call https://10.1.2.3:8443');
        $details = (new address())->get_result()->get_details();
        $this->assertStringContainsString('10.0.0.0/8', $details);
        $this->assertStringContainsString('admin-curlsecurityblockedhosts', $details);
        $this->assertStringContainsString('admin-curlsecurityallowedport', $details);
        set_config('serviceurl', 'http://203.0.113.7', 'local_campusbridge');
        $this->assert_finding(new address(), 'warning: http://203.0.113.7 is not encrypted');
        set_config('serviceurl', 'https://203.0.113.7', 'local_campusbridge');
        $this->assert_finding(new address(), 'ok: Moodle may call https://203.0.113.7');
    }

    /**
     * The secrets.
     */
    public function test_secret(): void {
        $this->resetAfterTest();
        $this->assert_finding(new secret(), 'warning: No signing secret');
        set_config('secret', 'sodium:' . base64_encode(str_repeat('x', 80)), 'local_campusbridge');
        $this->assert_finding(new secret(), 'error: The setting "Signing secret" cannot be decrypted');
        set_config('secret', \core\encryption::encrypt('an-invented-secret'), 'local_campusbridge');
        $this->assert_finding(new secret(), 'ok: ');
        set_config('nextsecret', \core\encryption::encrypt('another-invented-secret'), 'local_campusbridge');
        $this->assert_finding(new secret(), 'info: A next signing secret');
        set_config('nextsecret', 'plain', 'local_campusbridge');
        $this->assert_finding(new secret(), 'error: The setting "Next signing secret" cannot be decrypted');
    }

    /**
     * Cron, and the tasks.
     */
    public function test_cron(): void {
        $this->resetAfterTest();
        set_config('lastcronstart', 0, 'tool_task');
        $this->assert_finding(new cron(), 'error: Cron has never run');
        set_config('lastcronstart', time() - HOURSECS, 'tool_task');
        $this->assert_finding(new cron(), 'error: Cron last ran 1 hour ago');
        set_config('lastcronstart', time(), 'tool_task');
        $this->assert_finding(new cron(), 'ok: ');

        $task = \core\task\manager::get_scheduled_task(\local_campusbridge\task\send_outbox::class);
        $task->set_fail_delay(60);
        \core\task\manager::configure_scheduled_task($task);
        $this->assert_finding(new cron(), 'error: The task "Send the outbox to Campusbridge" failed');
        $task->set_fail_delay(0);
        $task->set_disabled(true);
        \core\task\manager::configure_scheduled_task($task);
        $this->assert_finding(new cron(), 'error: The task "Send the outbox to Campusbridge" is disabled');
    }

    /**
     * The sender.
     */
    public function test_sender(): void {
        $this->resetAfterTest();
        set_config('outboxenabled', 1, 'local_campusbridge');
        $this->assert_finding(new sender(), 'info: Nothing has been sent yet');
        sender_state::succeeded();
        $this->assert_finding(new sender(), 'ok: The service last accepted something');
        sender_state::failed('problem_timeout', '<b>detail</b>');
        $this->assert_finding(new sender(), 'error: The last attempt failed: The service did not answer in time');
        $this->assertStringContainsString('&lt;b&gt;', (new sender())->get_result()->get_details());
        sender_state::pause('problem_unauthorized');
        $this->assert_finding(new sender(), 'error: Sending is paused: The service did not accept the signature');
        set_config('outboxenabled', 0, 'local_campusbridge');
        $this->assert_finding(new sender(), 'warning: Reporting changes');
    }

    /**
     * The outbox.
     */
    public function test_outbox(): void {
        global $DB;
        $this->resetAfterTest();
        $this->assert_finding(new outbox(), 'ok: Nothing waits');
        rows::add('user_updated', ['userid' => 5], 'user:5', 2);
        $this->assert_finding(new outbox(), 'ok: Waiting: 1;');
        $DB->set_field(rows::TABLE, 'timecreated', time() - 2 * HOURSECS);
        $this->assert_finding(new outbox(), 'warning: Waiting: 1; the oldest was written 2 hours ago');
        $DB->set_field(rows::TABLE, 'status', rows::DEAD);
        $this->assert_finding(new outbox(), 'error: Events given up: 1');
    }

    /**
     * A site that nothing is sent from is well as long as the service fetches.
     */
    public function test_fetching(): void {
        global $DB;
        $this->resetAfterTest();
        rows::add('user_updated', ['userid' => 5], 'user:5', 2);
        $DB->set_field(rows::TABLE, 'timecreated', time() - 2 * HOURSECS);
        changes::since(0, 500);
        $this->assert_finding(new outbox(), 'ok: Nothing waits: the service fetches changes itself, last');
        $this->assert_finding(new address(), 'info: No service address is entered: nothing is sent, and the service fetches');
        $this->assert_finding(new secret(), 'na: No signing secret is needed');
        rows::add('user_updated', ['userid' => 6], 'user:6', 2);
        $this->assert_finding(new outbox(), 'ok: Not fetched yet by the service: 1;');
        $DB->set_field(rows::TABLE, 'timecreated', time() - 2 * HOURSECS, ['userid' => 6]);
        $this->assert_finding(new outbox(), 'warning: Not fetched yet by the service: 1; the oldest was written 2 hours ago');
        set_config('state_last_fetch', time() - 2 * HOURSECS, 'local_campusbridge');
        $this->assert_finding(new address(), 'warning: No service address');
        set_config('serviceurl', 'https://203.0.113.7', 'local_campusbridge');
        $this->assert_finding(new outbox(), 'warning: Waiting: 2;');
        $this->assert_finding(new secret(), 'warning: No signing secret');
    }

    /**
     * What the service's user lacks is listed.
     */
    public function test_permissions(): void {
        $this->resetAfterTest();
        $this->assert_finding(new permissions(), 'na: ');
        $user = $this->getDataGenerator()->create_user();
        set_config('serviceuserid', $user->id, 'local_campusbridge');
        $this->assert_finding(new permissions(), 'error: Missing functions: 0, missing capabilities:');
        $this->assertStringContainsString('local/campusbridge:use', (new permissions())->get_result()->get_details());
    }

    /**
     * Moodle's own report finds the checks, and the status page renders them all.
     */
    public function test_status_page(): void {
        global $PAGE;
        $this->resetAfterTest();
        $this->setAdminUser();
        $PAGE->set_url('/local/campusbridge/status.php');
        $all = array_map(fn(\core\check\check $check): string => $check->get_ref(), \core\check\manager::get_checks('status'));
        foreach (checks::all() as $check) {
            $this->assertContains($check->get_ref(), $all);
        }
        $html = $PAGE->get_renderer('local_campusbridge')->render(new status_page(checks::all()));
        foreach (checks::all() as $check) {
            $this->assertStringContainsString('id="check-' . $check->get_id() . '"', $html);
        }
        $this->assertStringContainsString('name="sesskey"', $html);
        $this->assertStringNotContainsString('[[', $html);
    }
}
