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
use local_student_dashboard\local\access;
use local_student_dashboard\local\failure;
use local_student_dashboard\local\section\section;
use renderable;

/**
 * A section in its card: what it says, or that there is nothing, or that it cannot be shown just now.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class section_card implements named_templatable, renderable {
    /**
     * A card.
     *
     * @param section $section
     * @param access $access
     * @param int $now seconds since 1970
     */
    public function __construct(
        /** @var section */
        private readonly section $section,
        /** @var access */
        private readonly access $access,
        /** @var int seconds since 1970 */
        private readonly int $now,
    ) {
    }

    #[\Override]
    public function get_template_name(\renderer_base $renderer): string {
        return 'local_student_dashboard/section';
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $name = $this->section->name();
        $card = [
            'name' => $name,
            'title' => get_string("section_{$name}", 'local_student_dashboard'),
            'empty' => false,
            'failed' => false,
            'retryurl' => $this->access->url('', $name)->out(false),
        ];
        try {
            $data = $this->section->data($output);
            if ($data === null) {
                $card['empty'] = get_string("empty_{$name}", 'local_student_dashboard');
            } else {
                $card['body'] = $output->render_from_template("local_student_dashboard/section_{$name}", $data);
            }
            return $card + $this->age();
        } catch (\Throwable $e) {
            failure::note($name, (int) $this->access->user->id, $e);
            return ['failed' => true] + $card;
        }
    }

    /**
     * How old the section's data are.
     *
     * @return array asof (text, or null when unknown), asofiso, stale (older than the site's limit)
     */
    private function age(): array {
        $asof = $this->section->as_of();
        if ($asof === null) {
            return ['asof' => null, 'stale' => false];
        }
        $limit = (int) get_config('local_student_dashboard', 'staleafter');
        return [
            'asof' => userdate($asof, get_string('strftimedatetime', 'langconfig')),
            'asofiso' => gmdate('Y-m-d\TH:i:s\Z', $asof),
            'stale' => $limit > 0 && $this->now - $asof > $limit,
        ];
    }
}
