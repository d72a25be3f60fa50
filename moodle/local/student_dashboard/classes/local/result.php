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
 * The released result of a unit.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class result {
    /** The letters that have a word. */
    private const LETTERS = ['D', 'M', 'P', 'R', 'RR', 'F', 'Mapped'];

    /**
     * A result.
     *
     * @param \stdClass $grade
     */
    public function __construct(
        /** @var \stdClass a row of record::grades() */
        private readonly \stdClass $grade,
    ) {
    }

    /**
     * Results, the newest first; those without a date last.
     *
     * @param \stdClass[] $grades rows of record::grades()
     * @return \stdClass[]
     */
    public static function newest_first(array $grades): array {
        $grades = array_values($grades);
        usort($grades, fn(\stdClass $a, \stdClass $b): int => strcmp((string) $b->date, (string) $a->date));
        return $grades;
    }

    /**
     * The letter in words; a letter nobody knows stays as it is.
     *
     * @return string plain text
     */
    public function word(): string {
        $letter = (string) $this->grade->result;
        if (!in_array($letter, self::LETTERS, true)) {
            return $letter;
        }
        return get_string('result_' . strtolower($letter), 'local_student_dashboard');
    }

    /**
     * What a template needs.
     *
     * @return array
     */
    public function export(): array {
        $grade = $this->grade;
        $criteria = array_map(fn($criterion): array => [
            'code' => (string) ((object) $criterion)->code,
            'met' => (bool) ((object) $criterion)->met,
        ], array_values((array) $grade->criteria));
        $word = $this->word();
        return [
            'unitcode' => (string) $grade->unitcode,
            'unitname' => (string) $grade->unitname,
            'letter' => (string) $grade->result,
            'word' => $word,
            'hasword' => !in_array($grade->result, [$word, 'Mapped'], true),
            'tone' => in_array($grade->result, ['D', 'M', 'P', 'Mapped'], true) ? 'achieved' : 'notyet',
            'attempt' => (string) $grade->attempt,
            'date' => calendar_day::of($grade->date)?->export(),
            'criteria' => $criteria,
            'hascriteria' => $criteria !== [],
            'metcount' => count(array_filter($criteria, fn(array $criterion): bool => $criterion['met'])),
            'criteriacount' => count($criteria),
            'feedback' => self::prose($grade->feedback),
            'explanation' => self::prose($grade->explanation),
        ];
    }

    /**
     * A text of several lines, in HTML. It is plain text: what looks like a tag in it is shown as it is.
     *
     * @param string|null $text
     * @return string HTML, safe
     */
    private static function prose(?string $text): string {
        return trim((string) $text) === '' ? '' : format_text($text, FORMAT_PLAIN);
    }
}
