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
 * Tests of uninstalling.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge;

/**
 * The service's account loses its role, and nobody else does.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     ::xmldb_local_campusbridge_uninstall
 */
final class uninstall_test extends \advanced_testcase {
    /**
     * Only the role of the service's account goes.
     */
    public function test_role_is_taken_back(): void {
        require_once(__DIR__ . '/../db/uninstall.php');
        $this->resetAfterTest();
        $roleid = create_role('Campusbridge service', 'campusbridge_service', '');
        $user = $this->getDataGenerator()->create_user();
        $other = $this->getDataGenerator()->create_user();
        role_assign($roleid, $user->id, SYSCONTEXTID);
        role_assign($roleid, $other->id, SYSCONTEXTID);
        set_config('serviceuserid', $user->id, 'local_campusbridge');
        $this->assertTrue(xmldb_local_campusbridge_uninstall());
        $this->assertFalse(user_has_role_assignment($user->id, $roleid, SYSCONTEXTID));
        $this->assertTrue(user_has_role_assignment($other->id, $roleid, SYSCONTEXTID));
    }

    /**
     * Nothing was ever prepared.
     */
    public function test_nothing_to_take_back(): void {
        require_once(__DIR__ . '/../db/uninstall.php');
        $this->resetAfterTest();
        $this->assertTrue(xmldb_local_campusbridge_uninstall());
    }
}
