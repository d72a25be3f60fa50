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
 * Check: sending to the service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use core\check\result;
use local_campusbridge\local\named_check;
use local_campusbridge\local\outbox\outbox as rows;
use local_campusbridge\local\outbox\sender_state;
use local_campusbridge\output\ago;
use local_campusbridge\output\problem;

/**
 * Is sending switched on, and did it go well the last time?
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sender extends named_check {
    #[\Override]
    public function get_result(): result {
        $state = sender_state::current();
        if (!rows::is_enabled()) {
            return new result(
                result::WARNING,
                get_string('senderoff', 'local_campusbridge'),
                get_string('outboxenabled_desc', 'local_campusbridge'),
            );
        }
        if ($state->pausedreason !== '') {
            return new result(
                result::ERROR,
                get_string('senderpaused', 'local_campusbridge', s(problem::words($state->pausedreason))),
                get_string('senderpaused_fix', 'local_campusbridge'),
            );
        }
        if ($state->lastproblem !== '') {
            return new result(
                result::ERROR,
                get_string('senderfailing', 'local_campusbridge', s(problem::words($state->lastproblem))),
                s($state->lastdetail),
            );
        }
        if ($state->lastsuccess === 0) {
            return new result(result::INFO, get_string('sendernever', 'local_campusbridge'));
        }
        return new result(result::OK, get_string('senderok', 'local_campusbridge', ago::words($state->lastsuccess)));
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(
            new \moodle_url('/admin/settings.php', ['section' => 'local_campusbridge']),
            get_string('settings', 'local_campusbridge'),
        );
    }
}
