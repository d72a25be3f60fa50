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
 * Tests of the state of the site.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;
use local_campusbridge\local\service\needs;
use local_campusbridge\local\service\preparation;

/**
 * Tests of the state of the site.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\external\get_status
 * @covers     \local_campusbridge\local\service\status
 * @covers     \local_campusbridge\local\service\needs
 */
final class get_status_test extends \advanced_testcase {
    /**
     * The outbox is off, so that what a test itself does is not counted.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        set_config('outboxenabled', 0, 'local_campusbridge');
    }

    /**
     * On a prepared site nothing is missing.
     */
    public function test_a_prepared_site(): void {
        global $CFG, $DB;
        $this->setAdminUser();
        $this->setUser((new preparation())->prepare('campusbridge', 'bridge@example.com'));
        set_config('lastcronstart', time() - 40, 'tool_task');
        set_config('serviceurl', 'https://bridge.example.org', 'local_campusbridge');
        set_config('outboxenabled', 1, 'local_campusbridge');
        set_config('curlsecurityblockedhosts', 'bridge.example.org');
        foreach (['waiting' => [100, 300], 'dead' => [50], 'sent' => [10]] as $status => $times) {
            foreach ($times as $time) {
                $DB->insert_record('local_campusbridge_outbox', ['uuid' => \core\uuid::generate(), 'eventtype' => 'user_updated',
                    'entity' => 'user:1', 'data' => '{}', 'status' => $status, 'timecreated' => time() - $time]);
            }
        }
        $status = $this->status();
        $this->assertEqualsWithDelta(microtime(true) * 1000, $status['servertime'], 2000);
        $this->assertSame(['version' => (string) $CFG->version, 'release' => $CFG->release], $status['moodle']);
        $this->assertSame((int) ini_get('max_input_vars'), $status['php']['maxinputvars']);
        $this->assertTrue($status['plugin']['installed']);
        $this->assertSame(get_config('local_campusbridge', 'version'), $status['plugin']['version']);
        $this->assertSame(['enabled' => true, 'authorised' => true], $status['service']);
        $this->assertSame([[], []], [$status['missingfunctions'], $status['missingcapabilities']]);
        $this->assertSame(['editingteacher' => true, 'student' => true, 'teacher' => true],
            array_column($status['courseroles'], 'assignable', 'shortname'));
        $this->assertEqualsWithDelta(40, $status['cron']['secondsago'], 5);
        $this->assertSame([2, 1], [$status['outbox']['waiting'], $status['outbox']['dead']]);
        $this->assertEqualsWithDelta(300, $status['outbox']['oldestseconds'], 5);
        $this->assertSame(['url' => 'https://bridge.example.org', 'enabled' => true, 'blocked' => true], $status['webhook']);
    }

    /**
     * On a site as it is after installation everything that is missing is named.
     */
    public function test_a_site_that_is_not_prepared(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user();
        $roleid = $this->getDataGenerator()->create_role();
        assign_capability('local/campusbridge:use', CAP_ALLOW, $roleid, SYSCONTEXTID);
        role_assign($roleid, $user->id, SYSCONTEXTID);
        $this->setUser($user);
        $DB->delete_records('external_services_functions', ['functionname' => 'core_user_create_users']);
        $DB->delete_records('external_functions', ['name' => 'local_campusbridge_set_enrolments']);
        $DB->delete_records('scale', ['name' => 'BTEC']);
        unset_config('lastcronstart', 'tool_task');
        $status = $this->status();
        $this->assertSame(['enabled' => false, 'authorised' => false], $status['service']);
        $missing = ['core_user_create_users', 'local_campusbridge_set_enrolments'];
        $this->assertEqualsCanonicalizing($missing, $status['missingfunctions']);
        // Every authenticated user has the two of core.
        $has = ['local/campusbridge:use', 'moodle/user:manageownfiles', 'webservice/rest:use'];
        $this->assertEqualsCanonicalizing(array_diff(needs::capabilities(), $has), $status['missingcapabilities']);
        $this->assertSame([false, false, false], array_column($status['courseroles'], 'assignable'));
        $this->assertSame(['laststart' => 0, 'secondsago' => -1], $status['cron']);
        $this->assertSame(
            ['waiting' => 0, 'dead' => 0, 'oldestwaiting' => 0, 'oldestseconds' => 0, 'unfetched' => 0],
            $status['outbox']
        );
        $this->assertSame(['url' => '', 'enabled' => false, 'blocked' => false], $status['webhook']);
        $this->assertSame(0, $status['btec']['scaleid']);
    }

    /**
     * The site scale BTEC is found, not one of a course.
     */
    public function test_the_btec_scale_is_that_of_the_site(): void {
        global $DB;
        $this->setAdminUser();
        $DB->delete_records('scale', ['name' => 'BTEC']);
        $course = $this->getDataGenerator()->create_course();
        $this->getDataGenerator()->create_scale(['name' => 'BTEC', 'courseid' => $course->id]);
        $scale = $this->getDataGenerator()->create_scale(['name' => 'BTEC', 'scale' => 'Refer,Pass,Merit,Distinction']);
        $this->assertSame((int) $scale->id, $this->status()['btec']['scaleid']);
    }

    /**
     * Without our own capability nothing is told.
     */
    public function test_a_caller_without_the_capability_is_refused(): void {
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\required_capability_exception::class);
        get_status::execute();
    }

    /**
     * Calls the function as the web service does.
     *
     * @return array
     */
    private function status(): array {
        return external_api::clean_returnvalue(get_status::execute_returns(), get_status::execute());
    }
}
