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
 * Sends the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\task;

use local_campusbridge\local\outbox\attempt_watch;
use local_campusbridge\local\outbox\definition_watch;
use local_campusbridge\local\outbox\earlier_grade_watch;
use local_campusbridge\local\outbox\endpoint;
use local_campusbridge\local\outbox\outbox;
use local_campusbridge\local\outbox\sender;
use local_campusbridge\local\outbox\sender_state;

/**
 * Sends what waits in the outbox, each minute.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class send_outbox extends \core\task\scheduled_task {
    /** Less than the minute after which the task is due again. */
    private const SECONDS = 50;

    #[\Override]
    public function get_name() {
        return get_string('task_send_outbox', 'local_campusbridge');
    }

    #[\Override]
    public function execute() {
        if (!outbox::is_enabled()) {
            mtrace('The outbox is switched off.');
            return;
        }
        try {
            $found = definition_watch::compare() + attempt_watch::compare() + earlier_grade_watch::compare();
            mtrace("{$found} changes found that Moodle fires no event for.");
        } catch (\Throwable $e) {
            // A task that fails is delayed by cron, and sending with it.
            mtrace_exception($e);
        }
        $taken = (new sender())->run(self::SECONDS);
        $state = sender_state::current();
        mtrace("{$taken} rows sent. " . (endpoint::configured()->problem ?: $state->pausedreason ?: $state->lastproblem));
    }
}
