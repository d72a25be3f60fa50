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
 * One payment of a student.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\reading\fields;

/**
 * A payment that came in, or was changed.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class payment_item extends item {
    /** @var string Zoho id of the student record */
    public readonly string $student;

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
        $this->columns = payment::record($fields)
            + ['student' => $this->student, 'userid' => $this->userid, 'voided' => 0];
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
}
