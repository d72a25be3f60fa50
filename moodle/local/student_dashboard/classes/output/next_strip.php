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
     * @param bool $deadlinelater
     */
    public function __construct(
        /** @var dashboard */
        private readonly dashboard $dashboard,
        /** @var bool the deadline is a link to the calendar until the browser asks for it */
        private readonly bool $deadlinelater,
    ) {
    }

    #[\Override]
    public function get_template_name(\renderer_base $renderer): string {
        return 'local_student_dashboard/next_strip';
    }

    #[\Override]
    public function export_for_template(\renderer_base $output): array {
        $userid = (int) $this->dashboard->access->user->id;
        $cards = [];
        if ($this->dashboard->shows('payments')) {
            $cards[] = new next_card('payment', $userid, fn(): ?array => $this->payment());
        }
        // The calendar is the user's own: nobody is shown that of somebody else.
        if ($this->dashboard->access->own) {
            $cards[] = $this->deadlinelater
                ? new next_card('deadline', $userid, fn(): array => self::calendar(), true)
                : self::deadline_card($this->dashboard);
        }
        if ($this->dashboard->shows('grades')) {
            $cards[] = new next_card('result', $userid, fn(): ?array => $this->result());
        }
        return [
            'cards' => array_map(fn(next_card $card): array => $card->export_for_template($output), $cards),
            'hascards' => $cards !== [],
        ];
    }

    /**
     * The card of the next deadline. Asking Moodle's calendar takes dozens of queries, so the page leaves it to the browser.
     *
     * @param dashboard $dashboard the current user's own
     * @return next_card
     */
    public static function deadline_card(dashboard $dashboard): next_card {
        $user = $dashboard->access->user;
        return new next_card('deadline', (int) $user->id, function () use ($dashboard, $user): ?array {
            $deadline = deadline::next_of($user, $dashboard->now);
            return $deadline === null ? null : [
                'main' => $deadline->name,
                'detail' => $deadline->course,
                'time' => [
                    'iso' => gmdate('Y-m-d\TH:i:s\Z', $deadline->time),
                    'text' => userdate($deadline->time, get_string('strftimedatetime', 'langconfig')),
                ],
                'url' => $deadline->url,
            ];
        });
    }

    /**
     * The way to the calendar.
     *
     * @return array
     */
    private static function calendar(): array {
        return [
            'main' => get_string('next_deadline_calendar', 'local_student_dashboard'),
            'url' => (new \moodle_url('/calendar/view.php', ['view' => 'upcoming']))->out(false),
        ];
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
            'time' => $next['due'],
            'url' => '#local_student_dashboard-payments',
        ] + array_intersect_key($next, array_flip(['state', 'statustext', 'icon']));
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
