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
use local_student_dashboard\local\failure;
use renderable;

/**
 * One card of the strip on top: what is next of a kind, or that there is nothing, or that it cannot be shown just now.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class next_card implements named_templatable, renderable {
    /**
     * A card.
     *
     * @param string $name
     * @param int $userid
     * @param \Closure $read
     * @param bool $later
     */
    public function __construct(
        /** @var string payment, deadline or result */
        private readonly string $name,
        /** @var int whose dashboard it is */
        private readonly int $userid,
        /** @var \Closure answers main, and optionally detail, time, url, state, icon, statustext; or null when there is nothing */
        private readonly \Closure $read,
        /** @var bool the browser asks for the real card once the page is there */
        private readonly bool $later = false,
    ) {
    }

    #[\Override]
    public function get_template_name(\renderer_base $renderer): string {
        return 'local_student_dashboard/next_card';
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $card = [
            'name' => $this->name,
            'title' => get_string("next_{$this->name}", 'local_student_dashboard'),
            'empty' => get_string("next_{$this->name}_empty", 'local_student_dashboard'),
            'later' => $this->later,
            'failed' => false,
            'says' => null,
        ];
        try {
            return ['says' => ($this->read)()] + $card;
        } catch (\Throwable $e) {
            failure::note("next_{$this->name}", $this->userid, $e);
            return ['failed' => true] + $card;
        }
    }
}
