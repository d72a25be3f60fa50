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
 * Whether an instalment is paid, and if not, how near or how far past its day it is.
 *
 * Paid once the whole amount is there, whatever the day. What is due today is not overdue: it becomes so on the next day of the
 * college.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class instalment_status {
    /** Nothing is left to pay. */
    public const PAID = 'paid';

    /** Something was paid, something is left, and the day has not passed. */
    public const PARTPAID = 'partpaid';

    /** Nothing was paid, and the day has not passed or is not known. */
    public const DUE = 'due';

    /** Something is left to pay, and the day has passed. */
    public const OVERDUE = 'overdue';

    /**
     * Made by of().
     *
     * @param string $state
     * @param bool $partpaid
     * @param int|null $days
     */
    private function __construct(
        /** @var string one of the constants */
        public readonly string $state,
        /** @var bool something was paid and something is left */
        public readonly bool $partpaid,
        /** @var int|null days until the day (negative: since it); null when paid or when the day is not known */
        public readonly ?int $days,
    ) {
    }

    /**
     * The status of an instalment.
     *
     * @param int $amount hundredths
     * @param int $paid hundredths
     * @param calendar_day|null $due
     * @param calendar_day $today of the college
     * @return self
     */
    public static function of(int $amount, int $paid, ?calendar_day $due, calendar_day $today): self {
        if ($paid >= $amount) {
            return new self(self::PAID, false, null);
        }
        $partpaid = $paid > 0;
        $days = $due === null ? null : $today->days_until($due);
        if ($days !== null && $days < 0) {
            return new self(self::OVERDUE, $partpaid, $days);
        }
        return new self($partpaid ? self::PARTPAID : self::DUE, $partpaid, $days);
    }
}
