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

namespace local_student_dashboard\local;

/**
 * Numbers of days in words.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\local\day_count
 */
final class day_count_test extends \basic_testcase {
    /**
     * Numbers and their form of the plural.
     *
     * @return array[]
     */
    public static function forms(): array {
        return [
            [1, 'one'], [2, 'two'], [3, 'few'], [10, 'few'], [11, 'many'], [99, 'many'], [100, 'other'], [101, 'other'],
            [102, 'other'],
            [103, 'few'], [111, 'many'], [200, 'other'], [365, 'many'],
        ];
    }

    /**
     * Each number has its form.
     *
     * @dataProvider forms
     * @param int $days
     * @param string $form
     */
    public function test_a_number_has_its_form(int $days, string $form): void {
        $this->assertSame($form, day_count::form($days));
        $this->assertSame($days === 1 ? '1 day' : "{$days} days", day_count::text($days));
    }
}
