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

namespace local_student_dashboard\privacy;

/**
 * Privacy.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\privacy\provider
 */
final class provider_test extends \basic_testcase {
    /**
     * The plugin has no table, and says why there is nothing to export.
     */
    public function test_nothing_is_stored(): void {
        $this->assertFileDoesNotExist(__DIR__ . '/../../db/install.xml');
        $this->assertTrue(get_string_manager()->string_exists(provider::get_reason(), 'local_student_dashboard'));
    }
}
