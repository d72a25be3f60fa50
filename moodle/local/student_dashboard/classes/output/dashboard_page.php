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

use core\output\named_templatable;
use local_student_dashboard\local\dashboard;
use local_student_dashboard\local\section\section;
use renderable;

/**
 * The whole dashboard of a student.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class dashboard_page implements named_templatable, renderable {
    /**
     * A page.
     *
     * @param dashboard $dashboard
     */
    public function __construct(
        /** @var dashboard */
        private readonly dashboard $dashboard,
    ) {
    }

    #[\Override]
    public function get_template_name(\renderer_base $renderer): string {
        return 'local_student_dashboard/dashboard';
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $access = $this->dashboard->access;
        $cards = array_map(
            fn(section $section): array => (new section_card($section, $access, $this->dashboard->now))
                ->export_for_template($output),
            array_values($this->dashboard->sections())
        );
        $statement = $this->dashboard->shows('finance') || $this->dashboard->shows('payments');
        return [
            'next' => (new next_strip($this->dashboard, true))->export_for_template($output),
            'sections' => $cards,
            'hassections' => $cards !== [],
            'statementurl' => $statement ? $access->url('statement.php')->out(false) : null,
            'own' => $access->own,
            'letterhead' => (new letterhead($this->dashboard))->export_for_template($output),
        ];
    }
}
