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
 * The list of the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use core\output\checkbox_toggleall;
use core\output\named_templatable;
use local_campusbridge\local\outbox\outbox;
use local_campusbridge\local\outbox\outbox_filter;
use moodle_url;
use renderable;
use renderer_base;
use stdClass;

/**
 * The rows that the filters let through, newest first, with what can be done with them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox_list implements named_templatable, renderable {
    /** Rows of one page. */
    private const PER_PAGE = 50;

    /** Name of the group of checkboxes that the box in the table's head ticks. */
    private const GROUP = 'local_campusbridge-outbox';

    /**
     * Constructor.
     *
     * @param outbox_query $query
     * @param int $page counted from 0
     */
    public function __construct(
        /** @var outbox_query the filters */
        private readonly outbox_query $query,
        /** @var int counted from 0 */
        private readonly int $page,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_campusbridge/outbox_list';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $understood = $this->query->is_understood();
        $filter = $this->query->filter(time());
        $total = $understood ? outbox::count($filter) : 0;
        $page = min($this->page, max(0, intdiv($total - 1, self::PER_PAGE)));
        $rows = $total > 0 ? outbox::page($filter, $page * self::PER_PAGE, self::PER_PAGE) : [];
        $url = new moodle_url('/local/campusbridge/outbox.php', $this->query->params());
        $dead = outbox::count(new outbox_filter(status: outbox::DEAD));
        return [
            'url' => (new moodle_url('/local/campusbridge/outbox.php'))->out(false),
            'tabs' => $this->tabs($dead),
            'statuses' => $this->options($this->query->status, array_combine(outbox::STATUSES, array_map(
                fn(string $status): string => get_string('rowstatus_' . $status, 'local_campusbridge'),
                outbox::STATUSES,
            ))),
            'types' => $this->options($this->query->type, array_combine(outbox_query::TYPES, array_map(
                fn(string $type): string => get_string('eventtype_' . $type, 'local_campusbridge'),
                outbox_query::TYPES,
            ))),
            'periods' => $this->options($this->query->period, array_map(
                fn(int $seconds): string => get_string('periodlast', 'local_campusbridge', format_time($seconds)),
                outbox_query::PERIODS,
            )),
            'about' => $this->query->about,
            'notunderstood' => !$understood,
            'filtered' => $this->query->params() !== [],
            'found' => get_string('outboxfound', 'local_campusbridge', $total),
            'rows' => array_map(fn(stdClass $row): array => $this->row($row, $output), array_values($rows)),
            'hasrows' => $rows !== [],
            'toggleall' => $output->render(new checkbox_toggleall(self::GROUP, true, [
                'id' => 'local_campusbridge-select-all',
                'name' => 'local_campusbridge-select-all',
                'label' => get_string('selectall'),
                'labelclasses' => 'visually-hidden sr-only',
                'classes' => 'm-1',
            ])),
            'group' => self::GROUP,
            'dead' => $dead,
            'params' => array_map(
                fn(string $name, string $value): array => ['name' => $name, 'value' => $value],
                array_keys($this->query->params()),
                $this->query->params(),
            ),
            'sesskey' => sesskey(),
            'pagingbar' => $output->render(new \paging_bar($total, $page, self::PER_PAGE, $url)),
        ];
    }

    /**
     * The two views: everything, and what was given up.
     *
     * @param int $dead how many were given up
     * @return array[]
     */
    private function tabs(int $dead): array {
        $isdead = $this->query->status === outbox::DEAD;
        $url = new moodle_url('/local/campusbridge/outbox.php');
        return [
            ['url' => $url->out(false), 'text' => get_string('alloutbox', 'local_campusbridge'), 'active' => !$isdead],
            [
                'url' => (new moodle_url($url, ['status' => outbox::DEAD]))->out(false),
                'text' => get_string('deadletters', 'local_campusbridge', $dead),
                'active' => $isdead,
            ],
        ];
    }

    /**
     * The choices of a select element.
     *
     * @param string $chosen
     * @param string[] $choices by value
     * @return array[]
     */
    private function options(string $chosen, array $choices): array {
        return array_map(
            fn(string $value, string $text): array => ['value' => $value, 'text' => $text, 'selected' => $value === $chosen],
            array_keys($choices),
            $choices,
        );
    }

    /**
     * One row with its checkbox.
     *
     * @param stdClass $row
     * @param renderer_base $output
     * @return array
     */
    private function row(stdClass $row, renderer_base $output): array {
        $exported = outbox_row::export($row);
        if ($exported['resendable']) {
            $exported['checkbox'] = $output->render(new checkbox_toggleall(self::GROUP, false, [
                'id' => 'local_campusbridge-row-' . $row->id,
                'name' => 'ids[]',
                'value' => $row->id,
                'label' => get_string('selectevent', 'local_campusbridge', $row->id),
                'labelclasses' => 'visually-hidden sr-only',
                'classes' => 'm-1',
            ]));
        }
        return $exported;
    }
}
