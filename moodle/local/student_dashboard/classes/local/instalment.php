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

/**
 * An instalment of the fees, with what is left of it and its status in words.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class instalment {
    /** Core's icon for each state. */
    private const ICONS = [
        instalment_status::PAID => 'i/checkedcircle',
        instalment_status::PARTPAID => 'i/duration',
        instalment_status::DUE => 'i/calendar',
        instalment_status::OVERDUE => 'i/warning',
    ];

    /** @var calendar_day|null the day it is to be paid; null when none is set */
    public readonly ?calendar_day $due;

    /** @var int what is left to pay, in hundredths; never negative */
    public readonly int $left;

    /** @var instalment_status */
    public readonly instalment_status $status;

    /**
     * An instalment.
     *
     * @param \stdClass $row of record::instalments()
     * @param calendar_day $today
     */
    public function __construct(
        /** @var \stdClass as the record has it */
        private readonly \stdClass $row,
        calendar_day $today,
    ) {
        $amount = money::hundredths($row->amount);
        $paid = money::hundredths($row->paid);
        $this->due = calendar_day::of($row->duedate);
        $this->left = max(0, $amount - $paid);
        $this->status = instalment_status::of($amount, $paid, $this->due, $today);
    }

    /**
     * The one to be paid next: the earliest day on which something is left to pay, one without a day last.
     *
     * @param \stdClass[] $rows of record::instalments()
     * @param calendar_day $today
     * @return self|null null when everything is paid
     */
    public static function next(array $rows, calendar_day $today): ?self {
        $next = null;
        foreach ($rows as $row) {
            $instalment = new self($row, $today);
            if ($instalment->left > 0 && ($next === null || $instalment->order() < $next->order())) {
                $next = $instalment;
            }
        }
        return $next;
    }

    /**
     * What a template needs.
     *
     * @return array
     */
    public function export(): array {
        return [
            'number' => (string) $this->row->number,
            'due' => $this->due?->export(),
            'amount' => money::text($this->row->amount, $this->row->currency),
            'paid' => money::text($this->row->paid, $this->row->currency),
            'left' => money::text(money::decimal($this->left), $this->row->currency),
            'state' => $this->status->state,
            'statustext' => $this->words(),
            'icon' => self::ICONS[$this->status->state],
        ];
    }

    /**
     * The status in words.
     *
     * @return string plain text
     */
    private function words(): string {
        $status = $this->status;
        if ($status->state === instalment_status::PAID) {
            return get_string('status_paid', 'local_student_dashboard');
        }
        $key = match (true) {
            $status->days === null => 'status_noday',
            $status->days < 0 => 'status_overdue',
            $status->days === 0 => 'status_today',
            $status->days === 1 => 'status_tomorrow',
            default => 'status_due',
        };
        $days = $status->days === null ? '' : day_count::text(abs($status->days));
        return get_string($key . ($status->partpaid ? '_partpaid' : ''), 'local_student_dashboard', $days);
    }

    /**
     * What it is sorted by.
     *
     * @return string
     */
    private function order(): string {
        return $this->due === null ? '9999-99-99' : $this->due->iso;
    }
}
