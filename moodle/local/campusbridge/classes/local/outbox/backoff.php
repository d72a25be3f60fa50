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
 * When to try again.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * When a row that was not delivered is tried again, and when it is given up.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class backoff {
    /** Minutes after the first, second, … failed attempt; the last one from then on. */
    private const MINUTES = [1, 2, 5, 15, 60];

    /** Part of the delay that chance may add or take away, so that the rows of an outage do not all come back at once. */
    private const JITTER = 0.2;

    /** A row that could not be delivered for this long is given up. */
    public const GIVE_UP_AFTER_SECONDS = 3 * DAYSECS;

    /**
     * Seconds until the next attempt.
     *
     * @param int $attempts failed so far, 1 or more
     * @param float $chance from 0 to 1
     * @return int
     */
    public static function delay(int $attempts, float $chance): int {
        $minutes = self::MINUTES[min($attempts, count(self::MINUTES)) - 1];
        return (int) round($minutes * MINSECS * (1 - self::JITTER + 2 * self::JITTER * $chance));
    }
}
