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
 * Tests of the test of the connection.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use local_campusbridge\event\connection_tested;
use local_campusbridge\output\status_page;

/**
 * What the test finds is shown and logged.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\connection_test
 * @covers     \local_campusbridge\event\connection_tested
 * @covers     \local_campusbridge\output\status_page
 */
final class connection_test_test extends \advanced_testcase {
    /**
     * Without settings nothing is sent, and both directions say so.
     */
    public function test_not_configured(): void {
        global $PAGE;
        $this->resetAfterTest();
        $this->setAdminUser();
        $PAGE->set_url('/local/campusbridge/status.php');
        $sink = $this->redirectEvents();
        $test = connection_test::run();
        $this->assertFalse($test->outgoing->ok);
        $this->assertNull($test->incoming);

        $events = array_values(array_filter($sink->get_events(), fn($event): bool => $event instanceof connection_tested));
        $this->assertCount(1, $events);
        $this->assertSame(['ok' => false, 'httpstatus' => 0, 'problem' => 'problem_notconfigured'], $events[0]->other);
        $this->assertStringContainsString('was not accepted', $events[0]->get_description());
        $this->assertEventContextNotUsed($events[0]);

        $html = $PAGE->get_renderer('local_campusbridge')->render(new status_page([], $test));
        $this->assertStringContainsString('The address or the secret of the service is missing', $html);
        $this->assertStringContainsString('The service has never called Moodle', $html);
    }

    /**
     * A refusal by Moodle's own HTTP security is found before anything is sent.
     */
    public function test_blocked(): void {
        $this->resetAfterTest();
        set_config('curlsecurityblockedhosts', '10.0.0.0/8');
        set_config('serviceurl', 'https://10.1.2.3', 'local_campusbridge');
        set_config('secret', \core\encryption::encrypt('an-invented-secret'), 'local_campusbridge');
        $this->assertSame('problem_urlblocked', connection_test::run()->outgoing->problem);
    }
}
