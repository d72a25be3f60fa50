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
 * The result of a unit.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\reading\fields;

/**
 * One attempt at a unit: result, criteria and words about it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_item extends item {
    /** What a unit can end with. */
    public const RESULTS = ['D', 'M', 'P', 'R', 'RR', 'F', 'Mapped'];

    /** States of marking. */
    public const STATUSES = ['Not Marked', 'In Marking', 'Marking completed', 'In review', 'Ready for release', self::RELEASED];

    /** The only state in which a student sees a result. */
    public const RELEASED = 'Released';

    /** @var array column => value */
    private readonly array $columns;

    /**
     * Reads an item.
     *
     * @param fields $fields
     */
    public function __construct(fields $fields) {
        parent::__construct($fields, true);
        $criteria = [];
        $columns = [
            'zohoid' => $this->zohoid,
            'userid' => $this->userid,
            'courseid' => $fields->optional_moodleid('courseid'),
            'unitcode' => $fields->line('unit_code', 100),
            'unitname' => $fields->line('unit_name', 255),
            'result' => $fields->word('result', self::RESULTS),
            'status' => $fields->word('status', self::STATUSES),
            'attempt' => $fields->whole('attempt', 0, 9999),
            'gradedon' => $fields->optional_day('date'),
            'feedback' => $fields->lines('feedback', 10000),
            'explanation' => $fields->lines('explanation', 2000),
        ];
        foreach ($fields->list('criteria', 100) as $criterion) {
            $code = $criterion->line('code', 20);
            if ($code === '' || isset($criteria[$code])) {
                $criterion->refuse('code', 'the short name of a criterion, such as "P1", each once');
            }
            $criteria[$code] = ['code' => $code, 'met' => $criterion->flag('met')];
            $criterion->only();
        }
        foreach (['status', 'unitname' => 'unit_name'] as $column => $name) {
            if ($columns[is_int($column) ? $name : $column] === '') {
                $fields->missing($name);
            }
        }
        if ($columns['status'] === self::RELEASED && $columns['result'] === '') {
            $fields->refuse('result', 'a result, because the status is Released');
        }
        $json = json_encode(array_values($criteria), JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE);
        $this->columns = $columns + ['criteria' => $json];
        $fields->only();
    }

    /**
     * What is stored.
     *
     * @return array
     */
    public function columns(): array {
        return $this->columns;
    }

    /**
     * Courses that must exist.
     *
     * @return int[]
     */
    public function courses(): array {
        return array_filter(['courseid' => $this->columns['courseid']]);
    }
}
