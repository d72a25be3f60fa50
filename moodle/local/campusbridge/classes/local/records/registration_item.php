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
 * A registration on a programme.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\reading\fields;

/**
 * A registration, with its instalments when the item says anything of them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class registration_item extends item {
    /** @var string Zoho id of the student record */
    public readonly string $student;

    /** @var array[]|null column => value of each instalment; null leaves what is stored */
    public readonly ?array $instalments;

    /** @var array column => value */
    private readonly array $columns;

    /**
     * Reads an item.
     *
     * @param fields $fields
     */
    public function __construct(fields $fields) {
        parent::__construct($fields, true);
        $this->student = $fields->zohoid('student');
        $this->columns = [
            'zohoid' => $this->zohoid,
            'student' => $this->student,
            'userid' => $this->userid,
            'programme' => $fields->line('programme', 255),
            'studylevel' => $fields->line('level', 100),
            'status' => $fields->line('status', 50),
            'startdate' => $fields->optional_day('start_date'),
            'enddate' => $fields->optional_day('end_date'),
            'deleted' => 0,
        ];
        if ($this->columns['programme'] === '') {
            $fields->missing('programme');
        }
        $this->instalments = instalments::of_registration($fields, $this->zohoid);
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
     * All it says.
     *
     * @return array
     */
    protected function content(): array {
        return [$this->columns, $this->instalments];
    }
}
