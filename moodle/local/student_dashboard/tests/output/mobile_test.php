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

namespace local_student_dashboard\output;

use local_student_dashboard\event\dashboard_viewed;

/**
 * The page in the Moodle app.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\output\mobile
 */
final class mobile_test extends \advanced_testcase {
    /**
     * The app shows the own data, whatever it asks for.
     */
    public function test_the_own_dashboard(): void {
        $this->resetAfterTest();
        $user = $this->getDataGenerator()->create_user();
        $other = $this->getDataGenerator()->create_user();
        $this->setUser($user);
        $sink = $this->redirectEvents();
        $content = mobile::dashboard(['userid' => $other->id]);
        $this->assertStringContainsString('<ion-card>', $content['templates'][0]['html']);
        $this->assertStringContainsString('No results have been released yet.', $content['templates'][0]['html']);
        $this->assertStringNotContainsString('[[', $content['templates'][0]['html']);
        $this->assertStringNotContainsString('<%', $content['templates'][0]['html']);
        $events = array_values(array_filter($sink->get_events(), fn($event): bool => $event instanceof dashboard_viewed));
        $this->assertCount(1, $events);
        $this->assertEquals($user->id, $events[0]->relateduserid);
    }

    /**
     * The handler that the app is told of is there.
     */
    public function test_the_handler_is_there(): void {
        $addons = [];
        require(__DIR__ . '/../../db/mobile.php');
        foreach ($addons['local_student_dashboard']['handlers'] as $handler) {
            $this->assertTrue(method_exists(mobile::class, $handler['method']));
        }
    }
}
