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
 * A class.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\reading\fields;

/**
 * A class: its course, unit, teacher and days.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class class_item extends item {
    /** @var array column => value */
    private readonly array $columns;

    /**
     * Reads an item.
     *
     * @param fields $fields
     */
    public function __construct(fields $fields) {
        parent::__construct($fields, false);
        $this->columns = [
            'zohoid' => $this->zohoid,
            'courseid' => $fields->optional_moodleid('courseid'),
            'name' => $fields->line('name', 255),
            'unitcode' => $fields->line('unit_code', 100),
            'unitname' => $fields->line('unit_name', 255),
            'teacherid' => $fields->optional_moodleid('teacherid'),
            'startdate' => $fields->optional_day('start_date'),
            'enddate' => $fields->optional_day('end_date'),
            'status' => $fields->line('status', 50),
        ];
        if ($this->columns['name'] === '') {
            $fields->missing('name');
        }
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
     * Users who must exist.
     *
     * @return int[]
     */
    public function users(): array {
        return array_filter(['teacherid' => $this->columns['teacherid']]);
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
