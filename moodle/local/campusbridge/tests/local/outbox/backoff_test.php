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
 * Tests of the delays.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * Delays grow, and chance spreads them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @group      pure
 * @covers     \local_campusbridge\local\outbox\backoff
 * @group      pure
 */
final class backoff_test extends \basic_testcase {
    /**
     * Failed attempts, and minutes until the next one.
     *
     * @return array[]
     */
    public static function delays(): array {
        return [[1, 1], [2, 2], [3, 5], [4, 15], [5, 60], [6, 60], [100, 60]];
    }

    /**
     * The delay is right, give or take a fifth.
     *
     * @dataProvider delays
     * @param int $attempts
     * @param int $minutes
     */
    public function test_delay(int $attempts, int $minutes): void {
        $this->assertSame($minutes * 60, backoff::delay($attempts, 0.5));
        $this->assertSame($minutes * 48, backoff::delay($attempts, 0.0));
        $this->assertSame($minutes * 72, backoff::delay($attempts, 1.0));
    }
}
