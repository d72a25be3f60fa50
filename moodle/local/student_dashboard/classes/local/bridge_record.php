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

use local_campusbridge\student_record;

/**
 * The record of a student out of the tables of local_campusbridge.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class bridge_record implements record {
    /** @var student_record which reads each table at most once, and only when asked for it */
    private readonly student_record $source;

    /**
     * A record; nothing is read yet.
     *
     * @param int $userid Moodle's id of the student
     */
    public function __construct(int $userid) {
        $this->source = student_record::of($userid);
    }

    #[\Override]
    public function profile(): ?\stdClass {
        return $this->source->profile();
    }

    #[\Override]
    public function registrations(): array {
        return $this->source->registrations();
    }

    #[\Override]
    public function finance(): ?\stdClass {
        return $this->source->finance();
    }

    #[\Override]
    public function instalments(): array {
        return $this->source->instalments();
    }

    #[\Override]
    public function payments(): array {
        return $this->source->payments();
    }

    #[\Override]
    public function grades(): array {
        return $this->source->grades();
    }

    #[\Override]
    public function config(): \stdClass {
        return $this->source->config();
    }
}
