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
 * Tests of the language packs.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge;

/**
 * The Arabic pack says all that the English one says.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @coversNothing
 */
final class lang_test extends \basic_testcase {
    /**
     * The strings of a pack.
     *
     * @param string $lang
     * @return string[]
     */
    private static function strings(string $lang): array {
        $string = [];
        require(__DIR__ . '/../lang/' . $lang . '/local_campusbridge.php');
        return $string;
    }

    /**
     * No string is missing, none is left over.
     */
    public function test_same_keys(): void {
        [$english, $arabic] = [array_keys(self::strings('en')), array_keys(self::strings('ar'))];
        $this->assertSame([], array_values(array_diff($english, $arabic)), 'missing in Arabic');
        $this->assertSame([], array_values(array_diff($arabic, $english)), 'left over in Arabic');
    }

    /**
     * Every string names the same parameters.
     */
    public function test_same_parameters(): void {
        $parameters = function (string $text): array {
            preg_match_all('/\{\$a(->\w+)?\}/', $text, $matches);
            $found = array_unique($matches[0]);
            sort($found);
            return $found;
        };
        $arabic = self::strings('ar');
        foreach (array_intersect_key(self::strings('en'), $arabic) as $key => $english) {
            $this->assertSame($parameters($english), $parameters($arabic[$key]), $key);
        }
    }
}
