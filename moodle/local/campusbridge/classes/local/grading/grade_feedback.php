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
 * Feedback comments of grades.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * The feedback comments as plain text, which is what a field in Zoho holds.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_feedback {
    /** Elements after which a reader sees a new line. */
    private const BLOCK_END = '~<br\s*/?>|</(?:p|div|li|tr|h[1-6]|blockquote|pre)>~i';

    /**
     * Feedback comments.
     *
     * @param int[] $gradeids
     * @return string[] by grade id; a grade without a comment is absent
     */
    public static function of(array $gradeids): array {
        global $DB;
        $fields = 'id, grade, commenttext, commentformat';
        $comments = $DB->get_records_list('assignfeedback_comments', 'grade', $gradeids, 'id', $fields);
        $feedback = [];
        foreach ($comments as $comment) {
            $feedback[$comment->grade] = self::plain((string)$comment->commenttext, (int)$comment->commentformat);
        }
        return $feedback;
    }

    /**
     * A text without its markup. Core's html_to_text() writes what is bold in capitals and breaks lines at a width.
     *
     * @param string $text
     * @param int $format
     * @return string
     */
    public static function plain(string $text, int $format): string {
        if ($format === (int)FORMAT_PLAIN || $format === (int)FORMAT_MARKDOWN) {
            return trim($text);
        }
        $text = preg_replace('~<(script|style)\b.*?</\1>~is', '', $text);
        if ($format === (int)FORMAT_HTML) {
            // In HTML a line's end is only a space; elsewhere it is one that the reader sees.
            $text = preg_replace('~\s+~u', ' ', $text);
        }
        $text = preg_replace('~<li\b[^>]*>~i', '- ', $text);
        $text = strip_tags(preg_replace(self::BLOCK_END, "\n", $text));
        $text = str_replace("\u{a0}", ' ', html_entity_decode($text, ENT_QUOTES | ENT_HTML5, 'UTF-8'));
        return trim(preg_replace(['~[ \t]*\R[ \t]*~u', '~\n{3,}~'], ["\n", "\n\n"], $text));
    }
}
