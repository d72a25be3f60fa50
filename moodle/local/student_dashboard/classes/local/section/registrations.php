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

namespace local_student_dashboard\local\section;

use local_student_dashboard\local\calendar_day;

/**
 * The programmes the student is registered for.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class registrations extends section {
    /** The switch in the college's configuration. */
    public const FLAG = 'show_academics';

    #[\Override]
    public function data(\renderer_base $output): ?array {
        $registrations = $this->dashboard->record->registrations();
        if ($registrations === []) {
            return null;
        }
        return [
            'registrations' => array_map(fn(\stdClass $registration): array => [
                'programme' => $registration->programme,
                'level' => (string) $registration->level,
                'status' => (string) $registration->status,
                'start' => calendar_day::of($registration->startdate)?->export(),
                'end' => calendar_day::of($registration->enddate)?->export(),
            ], array_values($registrations)),
        ];
    }

    #[\Override]
    public function as_of(): ?int {
        return self::oldest($this->dashboard->record->registrations());
    }
}
