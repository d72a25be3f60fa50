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
 * Check: what waits in the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use core\check\result;
use local_campusbridge\local\named_check;
use local_campusbridge\local\outbox\fetching;
use local_campusbridge\local\outbox\outbox as rows;
use local_campusbridge\output\ago;

/**
 * Does something wait too long, and was something given up?
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox extends named_check {
    /** The task runs every minute; what waits for so long is late, in seconds. */
    private const LATE_AFTER = HOURSECS;

    #[\Override]
    public function get_result(): result {
        $statistics = rows::statistics();
        if ($statistics->dead > 0) {
            return new result(
                result::ERROR,
                get_string('outboxdead', 'local_campusbridge', $statistics->dead),
                get_string('outboxdead_fix', 'local_campusbridge'),
            );
        }
        if (fetching::is_in_use()) {
            return self::of_fetching();
        }
        if ($statistics->waiting === 0) {
            return new result(result::OK, get_string('outboxempty', 'local_campusbridge'));
        }
        $words = get_string('outboxwaiting', 'local_campusbridge', (object) [
            'count' => $statistics->waiting,
            'ago' => ago::words($statistics->oldestwaiting),
        ]);
        $islate = time() - $statistics->oldestwaiting > self::LATE_AFTER;
        return new result($islate ? result::WARNING : result::OK, $words);
    }

    /**
     * How it looks where events are only fetched: what was given out waits for nothing but the clean-up.
     *
     * @return result
     */
    private static function of_fetching(): result {
        $ahead = fetching::ahead();
        if ($ahead->count === 0) {
            return new result(result::OK, get_string('outboxfetched', 'local_campusbridge', ago::words(fetching::last())));
        }
        $islate = time() - $ahead->oldest > self::LATE_AFTER;
        $words = get_string('outboxtofetch', 'local_campusbridge', (object) [
            'count' => $ahead->count,
            'ago' => ago::words($ahead->oldest),
        ]);
        return new result($islate ? result::WARNING : result::OK, $words);
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        $status = rows::statistics()->dead > 0 ? rows::DEAD : rows::WAITING;
        return new \action_link(
            new \moodle_url('/local/campusbridge/outbox.php', ['status' => $status]),
            get_string('outboxpage', 'local_campusbridge'),
        );
    }
}
