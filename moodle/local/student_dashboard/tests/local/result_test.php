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

use local_student_dashboard\tests\told_record;

/**
 * Results in words.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\local\result
 */
final class result_test extends \advanced_testcase {
    /**
     * Letters and words.
     *
     * @return array[]
     */
    public static function letters(): array {
        return [
            ['D', 'Distinction', true], ['M', 'Merit', true], ['P', 'Pass', true], ['R', 'Refer', true],
            ['RR', 'Refer after resubmission', true], ['F', 'Fail', true], ['Mapped', 'Credit from another college', false],
            ['X', 'X', false],
        ];
    }

    /**
     * A letter has a word; one nobody knows stays.
     *
     * @dataProvider letters
     * @param string $letter
     * @param string $word
     * @param bool $hasword
     */
    public function test_a_letter_in_words(string $letter, string $word, bool $hasword): void {
        $grade = told_record::full(0)->grades()[0];
        $grade->result = $letter;
        $export = (new result($grade))->export();
        $this->assertSame([$word, $hasword], [$export['word'], $export['hasword']]);
    }

    /**
     * Criteria are counted, and a text is shown as it is.
     */
    public function test_criteria_and_feedback(): void {
        $export = (new result(told_record::full(0)->grades()[0]))->export();
        $this->assertSame([1, 2], [$export['metcount'], $export['criteriacount']]);
        $this->assertStringContainsString('Try &lt;b&gt;more&lt;/b&gt;.', $export['feedback']);
        $this->assertStringContainsString('<br', $export['feedback']);
    }

    /**
     * The newest comes first, one without a date last.
     */
    public function test_the_newest_first(): void {
        $grade = fn(?string $date): \stdClass => (object) ['date' => $date];
        $sorted = result::newest_first([$grade('2026-01-01'), $grade(null), $grade('2026-11-01')]);
        $this->assertSame(['2026-11-01', '2026-01-01', null], array_column($sorted, 'date'));
    }
}
