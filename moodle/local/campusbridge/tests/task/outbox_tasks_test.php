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
 * Tests of the scheduled tasks.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\task;

use core\task\manager;
use local_campusbridge\local\outbox\outbox;
use local_campusbridge\local\outbox\sender_state;
use local_campusbridge\tests\outbox_testcase;

/**
 * The scheduled tasks do their work and say what they did.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\task\send_outbox
 * @covers     \local_campusbridge\task\send_heartbeat
 * @covers     \local_campusbridge\task\clean_outbox
 */
final class outbox_tasks_test extends outbox_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
    }

    /**
     * Runs a task as cron does.
     *
     * @param string $classname
     * @return string what it said
     */
    private function run_task(string $classname): string {
        $task = manager::get_scheduled_task($classname);
        $this->assertNotEmpty($task->get_name());
        ob_start();
        try {
            $task->execute();
        } finally {
            $said = ob_get_clean();
        }
        return $said;
    }

    /**
     * A service that takes one event.
     */
    private function service_answers(): void {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        $this->configure();
        set_config('serviceurl', 'http://127.0.0.1', 'local_campusbridge');
        \curl::mock_response('{"results":[{"status":"accepted"}]}');
    }

    /**
     * Rows are sent each minute.
     */
    public function test_send_outbox(): void {
        $this->add(1);
        $this->service_answers();
        $this->assertStringContainsString('1 rows sent.', $this->run_task(send_outbox::class));
        $this->assertSame(['sent'], $this->statuses());
        $this->assertSame('*', manager::get_scheduled_task(send_outbox::class)->get_minute());
    }

    /**
     * What is missing in the settings is said.
     */
    public function test_not_configured(): void {
        $this->add(1);
        $this->assertStringContainsString('0 rows sent. problem_notconfigured', $this->run_task(send_outbox::class));
        $this->assertSame(['waiting'], $this->statuses());
    }

    /**
     * Each task that talks to the service.
     *
     * @return array[]
     */
    public static function talkative(): array {
        return [[send_outbox::class], [send_heartbeat::class]];
    }

    /**
     * A failure is said and stored, and the task does not fail, so that cron does not delay it.
     *
     * @dataProvider talkative
     * @param string $classname
     */
    public function test_service_is_away(string $classname): void {
        $this->configure();
        set_config('serviceurl', 'http://127.0.0.1:1', 'local_campusbridge');
        $this->add(1);
        $this->assertStringContainsString('problem_unreachable', $this->run_task($classname));
        $this->assertSame(['waiting'], $this->statuses());
        $this->assertSame('problem_unreachable', sender_state::current()->lastproblem);
    }

    /**
     * Nothing is sent while the outbox is off.
     *
     * @dataProvider talkative
     * @param string $classname
     */
    public function test_off(string $classname): void {
        $this->configure();
        $this->add(1);
        set_config('outboxenabled', 0, 'local_campusbridge');
        $this->assertStringContainsString('switched off', $this->run_task($classname));
        $this->assertSame(0, sender_state::current()->lastattempt);
    }

    /**
     * The sign of life.
     */
    public function test_send_heartbeat(): void {
        $this->service_answers();
        $this->assertStringContainsString('The service answered.', $this->run_task(send_heartbeat::class));
        $this->assertGreaterThan(0, sender_state::current()->lastping);
    }

    /**
     * Old rows are deleted.
     */
    public function test_clean_outbox(): void {
        outbox::update([$this->add(1)], ['status' => outbox::SENT, 'timecreated' => 1760000000]);
        $this->assertStringContainsString('1 old rows deleted.', $this->run_task(clean_outbox::class));
        $this->assertSame([], $this->rows());
    }
}
