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

use local_student_dashboard\tests\told_record;

/**
 * Instalments in words.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\local\instalment
 */
final class instalment_test extends \advanced_testcase {
    /**
     * Instalments of 100.00, seen on 26 November 2026.
     *
     * @return array[]
     */
    public static function words(): array {
        return [
            ['2026-11-01', '100.00', 'Paid'],
            ['2026-11-26', '0.00', 'Due today'],
            ['2026-11-26', '1.00', 'Part-paid, due today'],
            ['2026-11-27', '0.00', 'Due tomorrow'],
            ['2026-11-27', '1.00', 'Part-paid, due tomorrow'],
            ['2026-11-28', '0.00', 'Due in 2 days'],
            ['2026-12-06', '1.00', 'Part-paid, due in 10 days'],
            ['2026-11-25', '0.00', 'Overdue by 1 day'],
            ['2026-11-23', '1.00', 'Part-paid, overdue by 3 days'],
            [null, '0.00', 'Due, no date set'],
            [null, '1.00', 'Part-paid, no date set'],
        ];
    }

    /**
     * The status is said in words.
     *
     * @dataProvider words
     * @param string|null $due
     * @param string $paid
     * @param string $words
     */
    public function test_the_status_is_said_in_words(?string $due, string $paid, string $words): void {
        $row = told_record::instalment(1, $due, '100.00', $paid);
        $export = (new instalment($row, calendar_day::of('2026-11-26')))->export();
        $this->assertSame($words, $export['statustext']);
        $this->assertNotSame('', $export['icon']);
    }

    /**
     * What is left is never below zero.
     */
    public function test_too_much_leaves_nothing(): void {
        $row = told_record::instalment(1, '2026-11-26', '100.00', '120.00');
        $this->assertSame('USD 0.00', (new instalment($row, calendar_day::of('2026-11-26')))->export()['left']);
    }

    /**
     * The next payment is the earliest with something left, one without a day last.
     */
    public function test_the_next_payment(): void {
        $today = calendar_day::of('2026-11-26');
        $rows = [
            told_record::instalment(4, null, '100.00', '0.00'),
            told_record::instalment(3, '2026-12-01', '100.00', '0.00'),
            told_record::instalment(2, '2026-11-20', '100.00', '40.00'),
            told_record::instalment(1, '2026-10-01', '100.00', '100.00'),
        ];
        $this->assertSame('2', instalment::next($rows, $today)->export()['number']);
        $this->assertSame('4', instalment::next([$rows[0], $rows[3]], $today)->export()['number']);
        $this->assertNull(instalment::next([$rows[3]], $today));
        $this->assertNull(instalment::next([], $today));
    }
}
