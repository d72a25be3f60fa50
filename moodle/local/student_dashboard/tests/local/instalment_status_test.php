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
 * Statuses of instalments.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\local\instalment_status
 */
final class instalment_status_test extends \basic_testcase {
    /**
     * Instalments of 100.00, seen on 26 November 2026.
     *
     * @return array[]
     */
    public static function instalments(): array {
        return [
            'paid before its day' => [10000, '2026-12-01', instalment_status::PAID, false, null],
            'paid though its day has passed' => [10000, '2026-11-01', instalment_status::PAID, false, null],
            'paid more than asked for' => [10001, '2026-11-01', instalment_status::PAID, false, null],
            'a cent is missing, day ahead' => [9999, '2026-12-01', instalment_status::PARTPAID, true, 5],
            'a cent is missing, day passed' => [9999, '2026-11-25', instalment_status::OVERDUE, true, -1],
            'a cent was paid' => [1, '2026-11-27', instalment_status::PARTPAID, true, 1],
            'due today' => [0, '2026-11-26', instalment_status::DUE, false, 0],
            'part-paid, due today' => [5000, '2026-11-26', instalment_status::PARTPAID, true, 0],
            'due tomorrow' => [0, '2026-11-27', instalment_status::DUE, false, 1],
            'since yesterday' => [0, '2026-11-25', instalment_status::OVERDUE, false, -1],
            'since a year' => [0, '2025-11-26', instalment_status::OVERDUE, false, -365],
            'no day' => [0, null, instalment_status::DUE, false, null],
            'no day, part-paid' => [5000, null, instalment_status::PARTPAID, true, null],
            'money given back counts as nothing paid' => [-500, '2026-11-27', instalment_status::DUE, false, 1],
        ];
    }

    /**
     * The status follows from the amounts and the days.
     *
     * @dataProvider instalments
     * @param int $paid
     * @param string|null $due
     * @param string $state
     * @param bool $partpaid
     * @param int|null $days
     */
    public function test_the_status(int $paid, ?string $due, string $state, bool $partpaid, ?int $days): void {
        $status = instalment_status::of(10000, $paid, calendar_day::of($due), calendar_day::of('2026-11-26'));
        $this->assertSame([$state, $partpaid, $days], [$status->state, $status->partpaid, $status->days]);
    }

    /**
     * An instalment of nothing is paid.
     */
    public function test_nothing_to_pay_is_paid(): void {
        $status = instalment_status::of(0, 0, calendar_day::of('2020-01-01'), calendar_day::of('2026-11-26'));
        $this->assertSame(instalment_status::PAID, $status->state);
    }

    /**
     * Seconds around the end of the day on which an instalment is due, in three places.
     *
     * @return array[]
     */
    public static function moments(): array {
        return [
            ['Europe/London', '2026-10-24T22:59:59+00:00', instalment_status::DUE],
            ['Europe/London', '2026-10-24T23:00:00+00:00', instalment_status::OVERDUE],
            ['Asia/Amman', '2026-10-24T20:59:59+00:00', instalment_status::DUE],
            ['Asia/Amman', '2026-10-24T21:00:00+00:00', instalment_status::OVERDUE],
            ['America/New_York', '2026-10-25T03:59:59+00:00', instalment_status::DUE],
            ['America/New_York', '2026-10-25T04:00:00+00:00', instalment_status::OVERDUE],
        ];
    }

    /**
     * Overdue begins with the first second of the next day at the college.
     *
     * @dataProvider moments
     * @param string $zone
     * @param string $instant
     * @param string $state
     */
    public function test_overdue_begins_at_midnight_of_the_college(string $zone, string $instant, string $state): void {
        $today = calendar_day::today((new \DateTimeImmutable($instant))->getTimestamp(), new \DateTimeZone($zone));
        $this->assertSame($state, instalment_status::of(10000, 0, calendar_day::of('2026-10-24'), $today)->state);
    }
}
