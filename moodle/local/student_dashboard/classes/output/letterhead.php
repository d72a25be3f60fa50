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

namespace local_student_dashboard\output;

use local_student_dashboard\local\dashboard;
use renderable;
use templatable;

/**
 * The head of a printed page: the college, the student and the moment of printing.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class letterhead implements renderable, templatable {
    /**
     * A head.
     *
     * @param dashboard $dashboard
     */
    public function __construct(
        /** @var dashboard */
        private readonly dashboard $dashboard,
    ) {
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        global $SITE;
        $logo = $output->get_logo_url(null, 120);
        return [
            'college' => format_string($SITE->fullname, true, ['context' => \context_system::instance(), 'escape' => false]),
            'logourl' => $logo ? $logo->out(false) : null,
            'fullname' => fullname($this->dashboard->access->user),
            'studentid' => $this->student_id(),
            'printed' => userdate($this->dashboard->now, get_string('strftimedatetime', 'langconfig')),
        ];
    }

    /**
     * The student id; none when it cannot be read, which the profile's own card says.
     *
     * @return string
     */
    private function student_id(): string {
        try {
            return (string) ($this->dashboard->record->profile()->studentid ?? '');
        } catch (\Throwable $e) {
            return '';
        }
    }
}
