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
 * Tests of the age of what is applied.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Tests of the age of what is applied.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\asof
 */
final class asof_test extends \advanced_testcase {
    /**
     * The newest wins, whatever comes in between; one kind knows nothing of another.
     */
    public function test_older_is_stale_and_equal_is_not(): void {
        global $DB;
        $this->resetAfterTest();
        [$first, $second] = ['100000000000000001', '100000000000000002'];
        $this->assertSame([], asof::claim('user', [$first => 50, $second => 60], [$first => 7]));
        $this->assertSame([], asof::claim('user', [$first => 50]));
        $this->assertSame([$first => true], asof::claim('user', [$first => 49, $second => 70]));
        $this->assertSame([], asof::claim('enrolment', [$first => 1]));
        $this->assertSame([], asof::claim('user', []));
        $rows = $DB->get_records('local_campusbridge_asof', ['kind' => 'user'], 'itemkey');
        $this->assertEquals([$first => 50, $second => 70], array_column($rows, 'asof', 'itemkey'));
        $this->assertEquals([$first => 7, $second => 0], array_column($rows, 'userid', 'itemkey'));
    }

    /**
     * Whom a key is about can become known later.
     */
    public function test_a_key_comes_to_belong_to_a_user(): void {
        global $DB;
        $this->resetAfterTest();
        asof::claim('user', ['100000000000000001' => 50]);
        asof::belongs_to('user', '100000000000000001', 9);
        $this->assertEquals(9, $DB->get_field('local_campusbridge_asof', 'userid', ['itemkey' => '100000000000000001']));
    }
}
