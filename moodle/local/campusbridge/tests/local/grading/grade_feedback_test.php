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
 * Tests of feedback as plain text.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * Feedback loses its markup and nothing else.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \local_campusbridge\local\grading\grade_feedback
 */
final class grade_feedback_test extends \basic_testcase {
    /**
     * Plain text of a comment.
     *
     * @dataProvider texts
     * @param string $text
     * @param int $format
     * @param string $plain
     */
    public function test_plain(string $text, int $format, string $plain): void {
        $this->assertSame($plain, grade_feedback::plain($text, $format));
    }

    /**
     * Texts.
     *
     * @return array[]
     */
    public static function texts(): array {
        return [
            'nothing' => ['', 1, ''],
            'bold stays in small letters' => ['<p>Well <b>done</b>, José</p>', 1, 'Well done, José'],
            'paragraphs and breaks' => ["<p>One</p>\n<p>Two<br>Three</p>", 1, "One\nTwo\nThree"],
            'a list' => ['<ul><li>One</li><li>Two</li></ul>', 1, "- One\n- Two"],
            'entities' => ['<p>R&amp;D: 1 &lt; 2&nbsp;!</p>', 1, 'R&D: 1 < 2 !'],
            'line ends in HTML are spaces' => ["<p>One\ntwo</p>", 1, 'One two'],
            'scripts go' => ['<p>A</p><script>alert("x")</script>', 1, 'A'],
            'lines of Moodle\'s own format' => ["One\nTwo", 0, "One\nTwo"],
            'plain text is left alone' => ['1 <b> 2', 2, '1 <b> 2'],
        ];
    }
}
