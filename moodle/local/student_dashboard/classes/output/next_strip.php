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
use local_student_dashboard\local\deadline;
use local_student_dashboard\local\failure;
use local_student_dashboard\local\instalment;
use local_student_dashboard\local\result;
use renderable;

/**
 * What matters next: the next payment, the next deadline and the newest result.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class next_strip implements named_templatable, renderable {
    /**
     * A strip.
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
        return 'local_student_dashboard/next_strip';
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $cards = [];
        if ($this->dashboard->shows('payments')) {
            $cards[] = $this->card('payment', fn(): ?array => $this->payment());
        }
        if ($this->dashboard->access->grades) {
            $cards[] = $this->card('deadline', fn(): ?array => $this->deadline());
        }
        if ($this->dashboard->shows('grades')) {
            $cards[] = $this->card('result', fn(): ?array => $this->result());
        }
        return ['cards' => $cards, 'hascards' => $cards !== []];
    }

    /**
     * One card, which fails by itself.
     *
     * @param string $name
     * @param \Closure $read what it says: main, detail, and optionally time, url, state, icon, statustext; null when there is nothing
     * @return array
     */
    private function card(string $name, \Closure $read): array {
        $card = [
            'name' => $name,
            'title' => get_string("next_{$name}", 'local_student_dashboard'),
            'empty' => get_string("next_{$name}_empty", 'local_student_dashboard'),
            'says' => null,
            'failed' => false,
        ];
        try {
            $card['says'] = $read();
            return $card;
        } catch (\Throwable $e) {
            failure::note("next_{$name}", (int) $this->dashboard->access->user->id, $e);
            return ['failed' => true] + $card;
        }
    }

    /**
     * The instalment to be paid next.
     *
     * @return array|null
     */
    private function payment(): ?array {
        $next = instalment::next($this->dashboard->record->instalments(), $this->dashboard->today)?->export();
        return $next === null ? null : [
            'main' => $next['left'],
            'number' => true,
            'time' => $next['due'],
            'url' => '#local_student_dashboard-payments',
        ] + array_intersect_key($next, array_flip(['state', 'statustext', 'icon']));
    }

    /**
     * The deadline that comes next.
     *
     * @return array|null
     */
    private function deadline(): ?array {
        $deadline = deadline::next_of($this->dashboard->access->user, $this->dashboard->now);
        return $deadline === null ? null : [
            'main' => $deadline->name,
            'detail' => $deadline->course,
            'time' => [
                'iso' => gmdate('Y-m-d\TH:i:s\Z', $deadline->time),
                'text' => userdate($deadline->time, get_string('strftimedatetime', 'langconfig')),
            ],
            'url' => $this->dashboard->access->own ? $deadline->url : null,
        ];
    }

    /**
     * The newest result.
     *
     * @return array|null
     */
    private function result(): ?array {
        $grades = result::newest_first($this->dashboard->record->grades());
        if ($grades === []) {
            return null;
        }
        $newest = (new result($grades[0]))->export();
        return [
            'main' => $newest['word'],
            'detail' => $newest['unitname'],
            'time' => $newest['date'],
            'url' => '#local_student_dashboard-grades',
        ];
    }
}
