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
 * A day of the calendar, such as the day on which an instalment is due.
 *
 * It is no instant: 1 March is 1 March for a reader in any time zone, so it is never converted from one zone to another.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class calendar_day {
    /**
     * Made by of() and today().
     *
     * @param string $iso YYYY-MM-DD
     */
    private function __construct(
        /** @var string YYYY-MM-DD */
        public readonly string $iso,
    ) {
    }

    /**
     * The day of a text.
     *
     * @param string|null $iso YYYY-MM-DD; null or an empty text when no day is known
     * @return self|null null when no day is known
     * @throws \UnexpectedValueException when the text is something else
     */
    public static function of(?string $iso): ?self {
        $iso = trim((string) $iso);
        if ($iso === '') {
            return null;
        }
        if (!preg_match('/^(\d{4})-(\d{2})-(\d{2})$/D', $iso, $parts)
                || !checkdate((int) $parts[2], (int) $parts[3], (int) $parts[1])) {
            throw new \UnexpectedValueException('A calendar day is not written as YYYY-MM-DD');
        }
        return new self($iso);
    }

    /**
     * The day it is now at a place.
     *
     * @param int $now seconds since 1970
     * @param \DateTimeZone $zone of the college: its days decide what is overdue, not those of a traveller
     * @return self
     */
    public static function today(int $now, \DateTimeZone $zone): self {
        return new self((new \DateTimeImmutable("@{$now}"))->setTimezone($zone)->format('Y-m-d'));
    }

    /**
     * How many days this day lies before another.
     *
     * @param self $other
     * @return int negative when it lies after
     */
    public function days_until(self $other): int {
        return (int) round(($other->noon() - $this->noon()) / DAYSECS);
    }

    /**
     * The day as people of the current language write it.
     *
     * @return string plain text
     */
    public function text(): string {
        return userdate($this->noon(), get_string('strftimedate', 'langconfig'), 'UTC', false);
    }

    /**
     * What a template needs.
     *
     * @return array iso, text
     */
    public function export(): array {
        return ['iso' => $this->iso, 'text' => $this->text()];
    }

    /**
     * Noon of the day in UTC, which knows no daylight saving.
     *
     * @return int seconds since 1970
     */
    private function noon(): int {
        return (new \DateTimeImmutable("{$this->iso} 12:00:00", new \DateTimeZone('UTC')))->getTimestamp();
    }
}
