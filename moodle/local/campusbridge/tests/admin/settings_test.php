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
 * Tests of the settings.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\admin;

use local_campusbridge\local\outbox\sender_state;

/**
 * Values are taken, or refused with a reason; nothing is half written.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\admin\setting_address
 * @covers     \local_campusbridge\admin\setting_tenant
 * @covers     \local_campusbridge\admin\setting_secret
 * @covers     \local_campusbridge\admin\setting_service_user
 * @covers     \local_campusbridge\admin\setting_notices
 */
final class settings_test extends \advanced_testcase {
    /**
     * Loads the classes of the admin tree.
     */
    public static function setUpBeforeClass(): void {
        global $CFG;
        parent::setUpBeforeClass();
        require_once($CFG->libdir . '/adminlib.php');
    }

    /**
     * The address loses its last slash; a wrong one leaves the old one.
     */
    public function test_address(): void {
        $this->resetAfterTest();
        $setting = new setting_address('local_campusbridge/serviceurl');
        $this->assertSame('', $setting->write_setting(' https://bridge.example.org/ '));
        $this->assertSame('https://bridge.example.org', get_config('local_campusbridge', 'serviceurl'));
        $this->assertStringContainsString('https://', $setting->write_setting('bridge'));
        $this->assertSame('https://bridge.example.org', get_config('local_campusbridge', 'serviceurl'));
        $this->assertSame('', $setting->write_setting(''));
        $this->assertSame('', get_config('local_campusbridge', 'serviceurl'));
    }

    /**
     * The tenant is a name of the service.
     */
    public function test_tenant(): void {
        $this->resetAfterTest();
        $setting = new setting_tenant('local_campusbridge/tenant');
        foreach (['', 'default', 'north-campus', '2college'] as $good) {
            $this->assertSame('', $setting->write_setting($good));
        }
        foreach (['North', '-north', 'north_campus', str_repeat('a', 41), "north\n", 'a/b'] as $bad) {
            if (trim($bad) === $bad) {
                $this->assertNotSame('', $setting->write_setting($bad), $bad);
            }
        }
        $this->assertSame('2college', get_config('local_campusbridge', 'tenant'));
    }

    /**
     * A secret is stored encrypted, and what the service could not take is refused.
     */
    public function test_secret(): void {
        $this->resetAfterTest();
        $setting = new setting_secret('local_campusbridge/secret');
        $this->assertSame('', $setting->write_setting('an-invented-secret-of-32-chars!!'));
        $stored = get_config('local_campusbridge', 'secret');
        $this->assertStringNotContainsString('invented', $stored);
        $this->assertSame('an-invented-secret-of-32-chars!!', \core\encryption::decrypt($stored));
        $this->assertStringContainsString('16', $setting->write_setting('short'));
        $this->assertNotSame('', $setting->write_setting('a secret with spaces in it'));
        $this->assertNotSame('', $setting->write_setting('a,secret,with,commas,in,it'));
        $this->assertSame($stored, get_config('local_campusbridge', 'secret'));
        $this->assertSame('', $setting->write_setting(''));
        $this->assertSame('', get_config('local_campusbridge', 'secret'));
    }

    /**
     * A change of what stopped the sender lets it try again.
     */
    public function test_change_resumes_sender(): void {
        $this->resetAfterTest();
        $setting = new setting_secret('local_campusbridge/secret');
        sender_state::pause('problem_unauthorized');
        $before = $setting->get_setting();
        $setting->write_setting('an-invented-secret-of-32-chars!!');
        $setting->post_write_settings($before);
        $this->assertSame('', sender_state::current()->pausedreason);
    }

    /**
     * Those who may call are offered, and whoever is chosen stays.
     */
    public function test_service_user(): void {
        global $DB;
        $this->resetAfterTest();
        $user = $this->getDataGenerator()->create_user(['username' => 'bridge']);
        $old = $this->getDataGenerator()->create_user(['username' => 'oldbridge']);
        $roleid = $this->getDataGenerator()->create_role();
        assign_capability('local/campusbridge:use', CAP_ALLOW, $roleid, SYSCONTEXTID);
        role_assign($roleid, $user->id, SYSCONTEXTID);
        set_config('serviceuserid', $old->id, 'local_campusbridge');
        $setting = new setting_service_user('local_campusbridge/serviceuserid');
        $setting->load_choices();
        $this->assertEqualsCanonicalizing([0, $user->id, $old->id], array_keys($setting->choices));
        $this->assertStringContainsString('(bridge)', $setting->choices[$user->id]);
    }

    /**
     * The notices appear and vanish.
     */
    public function test_notices(): void {
        $this->resetAfterTest();
        $this->setAdminUser();
        set_config('curlsecurityblockedhosts', '10.0.0.0/8');
        set_config('serviceurl', 'https://10.1.2.3', 'local_campusbridge');
        $setting = new setting_notices('local_campusbridge/notices');
        $html = $setting->output_html('');
        $this->assertStringContainsString('10.0.0.0/8', $html);
        $this->assertStringContainsString('No signing secret', $html);
        set_config('serviceurl', 'https://203.0.113.7', 'local_campusbridge');
        set_config('secret', \core\encryption::encrypt('an-invented-secret'), 'local_campusbridge');
        $this->assertSame('', trim($setting->output_html('')));
    }
}
