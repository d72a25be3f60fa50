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
 * A number of days in words: "1 day", "3 days".
 *
 * Moodle's language packs know no plurals. The five forms here are those of Arabic, the richest of the languages that come with the
 * plugin; other languages say the same in several of them.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class day_count {
    /**
     * Not to be made: only static functions.
     */
    private function __construct() {
    }

    /**
     * The words in the current language.
     *
     * @param int $days not negative
     * @return string plain text
     */
    public static function text(int $days): string {
        return get_string('days_' . self::form($days), 'local_student_dashboard', $days);
    }

    /**
     * Which form of the plural a number takes (Unicode CLDR, Arabic; zero is never said here).
     *
     * @param int $days not negative
     * @return string one, two, few, many or other
     */
    public static function form(int $days): string {
        if ($days === 1 || $days === 2) {
            return $days === 1 ? 'one' : 'two';
        }
        $lasttwo = $days % 100;
        if ($lasttwo >= 3 && $lasttwo <= 10) {
            return 'few';
        }
        return $lasttwo >= 11 ? 'many' : 'other';
    }
}
