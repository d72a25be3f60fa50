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
 * The profile of a student.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\reading\fields;

/**
 * How the college knows a student: number and academic address.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class profile_item extends item {
    /** @var string number of the student */
    private readonly string $studentid;

    /** @var string academic address */
    private readonly string $email;

    /**
     * Reads an item.
     *
     * @param fields $fields
     */
    public function __construct(fields $fields) {
        parent::__construct($fields, true);
        $this->studentid = $fields->line('student_id', 100);
        $this->email = $fields->line('email', 100);
        if ($this->email !== '' && !filter_var($this->email, FILTER_VALIDATE_EMAIL, FILTER_FLAG_EMAIL_UNICODE)) {
            $fields->refuse('email', 'an e-mail address');
        }
        $fields->only();
    }

    /**
     * What is stored.
     *
     * @return array
     */
    public function columns(): array {
        return ['zohoid' => $this->zohoid, 'userid' => $this->userid, 'studentid' => $this->studentid, 'email' => $this->email];
    }
}
