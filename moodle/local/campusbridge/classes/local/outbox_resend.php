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
 * Sending again by hand.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use local_campusbridge\event\outbox_resent;
use local_campusbridge\local\outbox\outbox;
use local_campusbridge\local\outbox\outbox_filter;

/**
 * Puts rows of the outbox back for a person, and logs that it was done.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox_resend {
    /** Rows of one step, so that a long list of dead ones needs little memory. */
    private const STEP = 1000;

    /** Ids that one log entry names. */
    private const LOGGED_IDS = 100;

    /**
     * Puts chosen rows back.
     *
     * @param int[] $ids
     * @return int how many; rows that wait or were folded need not be sent again and are not counted
     */
    public static function chosen(array $ids): int {
        $count = outbox::resend($ids);
        self::log($count, $ids);
        return $count;
    }

    /**
     * Puts all dead rows back.
     *
     * @return int how many
     */
    public static function all_dead(): int {
        $dead = new outbox_filter(status: outbox::DEAD);
        $count = 0;
        $logged = [];
        // The number of steps is fixed beforehand, because the sender may give rows up again meanwhile.
        for ($left = outbox::count($dead); $left > 0; $left -= self::STEP) {
            $ids = array_keys(outbox::page($dead, 0, self::STEP));
            $count += outbox::resend($ids);
            $logged = $logged ?: $ids;
        }
        self::log($count, $logged);
        return $count;
    }

    /**
     * Writes the log entry.
     *
     * @param int $count
     * @param int[] $ids
     */
    private static function log(int $count, array $ids): void {
        if ($count > 0) {
            outbox_resent::create(['other' => [
                'count' => $count,
                'ids' => array_slice(array_map('intval', $ids), 0, self::LOGGED_IDS),
            ]])->trigger();
        }
    }
}
