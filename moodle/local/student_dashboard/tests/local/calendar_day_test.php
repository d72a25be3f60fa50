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
 * Days of the calendar.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\local\calendar_day
 */
final class calendar_day_test extends \advanced_testcase {
    /**
     * Zones of the reader.
     *
     * @return array[]
     */
    public static function zones(): array {
        return [['Pacific/Kiritimati'], ['Pacific/Pago_Pago'], ['Asia/Amman'], ['Europe/London'], ['America/New_York']];
    }

    /**
     * A day stays the same day, whatever the time zone of the site and of the reader.
     *
     * @dataProvider zones
     * @param string $zone
     */
    public function test_a_day_is_never_shifted(string $zone): void {
        $this->resetAfterTest();
        $this->setTimezone($zone);
        $this->setUser($this->getDataGenerator()->create_user(['timezone' => $zone]));
        $this->assertSame('01 March 2026', calendar_day::of('2026-03-01')->text());
        $this->assertSame(['iso' => '2024-02-29', 'text' => '29 February 2024'], calendar_day::of('2024-02-29')->export());
    }

    /**
     * Instants around midnight.
     *
     * @return array[]
     */
    public static function midnights(): array {
        return [
            'last second of the day' => ['2026-03-28T23:59:59+00:00', 'Europe/London', '2026-03-28'],
            'first second of the day' => ['2026-03-29T00:00:00+00:00', 'Europe/London', '2026-03-29'],
            'summer time: an hour earlier in UTC' => ['2026-03-29T23:00:00+00:00', 'Europe/London', '2026-03-30'],
            'already tomorrow in the east' => ['2026-12-31T21:00:00+00:00', 'Asia/Amman', '2027-01-01'],
            'still yesterday in the west' => ['2027-01-01T04:59:59+00:00', 'America/New_York', '2026-12-31'],
        ];
    }

    /**
     * Today is a matter of the place.
     *
     * @dataProvider midnights
     * @param string $instant
     * @param string $zone
     * @param string $day
     */
    public function test_today_is_the_day_of_the_place(string $instant, string $zone, string $day): void {
        $today = calendar_day::today((new \DateTimeImmutable($instant))->getTimestamp(), new \DateTimeZone($zone));
        $this->assertSame($day, $today->iso);
    }

    /**
     * Days between days.
     *
     * @return array[]
     */
    public static function distances(): array {
        return [
            'same day' => ['2026-03-29', '2026-03-29', 0],
            'over the change to summer time' => ['2026-03-28', '2026-03-30', 2],
            'over the change to winter time' => ['2026-10-24', '2026-10-26', 2],
            'back' => ['2026-03-01', '2026-02-28', -1],
            'leap day' => ['2024-02-28', '2024-03-01', 2],
            'a year' => ['2026-01-01', '2027-01-01', 365],
        ];
    }

    /**
     * Days are counted by the calendar, not by hours.
     *
     * @dataProvider distances
     * @param string $from
     * @param string $to
     * @param int $days
     */
    public function test_days_are_counted(string $from, string $to, int $days): void {
        $this->assertSame($days, calendar_day::of($from)->days_until(calendar_day::of($to)));
    }

    /**
     * No day is no day.
     */
    public function test_nothing_is_no_day(): void {
        $this->assertNull(calendar_day::of(null));
        $this->assertNull(calendar_day::of(''));
        // The column is of ten characters, which some databases fill up.
        $this->assertNull(calendar_day::of('          '));
    }

    /**
     * Texts that are no days.
     *
     * @return array[]
     */
    public static function not_days(): array {
        return [['2026-02-30'], ['2026-2-3'], ['01.03.2026'], ['2026-03-01T00:00:00Z'], ['0000-00-00']];
    }

    /**
     * Something else is refused.
     *
     * @dataProvider not_days
     * @param string $text
     */
    public function test_another_text_is_refused(string $text): void {
        $this->expectException(\UnexpectedValueException::class);
        calendar_day::of($text);
    }
}
