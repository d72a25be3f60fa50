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
 * Tests of stored secrets.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * A secret of another site's key is noticed.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\stored_secret
 */
final class stored_secret_test extends \advanced_testcase {
    /**
     * All states.
     */
    public function test_state(): void {
        $this->resetAfterTest();
        $this->assertSame(stored_secret::MISSING, stored_secret::state('secret'));
        set_config('secret', \core\encryption::encrypt('an invented secret'), 'local_campusbridge');
        $this->assertSame(stored_secret::READABLE, stored_secret::state('secret'));
        set_config('secret', 'sodium:' . base64_encode(str_repeat('x', 80)), 'local_campusbridge');
        $this->assertSame(stored_secret::UNREADABLE, stored_secret::state('secret'));
        set_config('secret', 'plain text', 'local_campusbridge');
        $this->assertSame(stored_secret::UNREADABLE, stored_secret::state('secret'));
        $this->assertSame(stored_secret::MISSING, stored_secret::state('nextsecret'));
    }
}
