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

namespace local_student_dashboard;

/**
 * Languages.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @coversNothing
 */
final class strings_test extends \basic_testcase {
    /**
     * Arabic says everything that English says, with the same placeholders.
     */
    public function test_arabic_is_complete(): void {
        [$english, $arabic] = [self::strings('en'), self::strings('ar')];
        $this->assertSame(array_keys($english), array_keys($arabic));
        foreach ($english as $key => $text) {
            // One and two days have words of their own in Arabic.
            if (!in_array($key, ['days_one', 'days_two'], true)) {
                $this->assertSame(self::placeholders($text), self::placeholders($arabic[$key]), $key);
            }
        }
    }

    /**
     * The strings of a language.
     *
     * @param string $language
     * @return string[]
     */
    private static function strings(string $language): array {
        $string = [];
        require(__DIR__ . "/../lang/{$language}/local_student_dashboard.php");
        return $string;
    }

    /**
     * The placeholders of a string.
     *
     * @param string $text
     * @return string[]
     */
    private static function placeholders(string $text): array {
        preg_match_all('/\{\$a[^}]*\}/', $text, $found);
        sort($found[0]);
        return $found[0];
    }
}
