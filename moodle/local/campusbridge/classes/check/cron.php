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
 * Check: cron and this plugin's tasks.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use core\check\result;
use core\task\manager;
use local_campusbridge\local\named_check;
use local_campusbridge\output\ago;

/**
 * Does cron run, and do this plugin's tasks run without failing?
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class cron extends named_check {
    /** Without a run for so long cron counts as stopped, in seconds. */
    private const STOPPED_AFTER = 15 * MINSECS;

    #[\Override]
    public function get_result(): result {
        $last = (int) get_config('tool_task', 'lastcronstart');
        if ($last === 0) {
            return new result(
                result::ERROR,
                get_string('cronnever', 'local_campusbridge'),
                get_string('cron_fix', 'local_campusbridge'),
            );
        }
        $ago = ago::words($last);
        if (time() - $last > self::STOPPED_AFTER) {
            return new result(
                result::ERROR,
                get_string('cronstopped', 'local_campusbridge', $ago),
                get_string('cron_fix', 'local_campusbridge'),
            );
        }
        foreach (manager::load_scheduled_tasks_for_component('local_campusbridge') as $task) {
            if ($task->get_disabled()) {
                return new result(result::ERROR, get_string('taskdisabled', 'local_campusbridge', s($task->get_name())));
            }
            if ($task->get_fail_delay() > 0) {
                return new result(result::ERROR, get_string('taskfailing', 'local_campusbridge', s($task->get_name())));
            }
        }
        return new result(result::OK, get_string('cronok', 'local_campusbridge', $ago));
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(
            new \moodle_url('/admin/tool/task/scheduledtasks.php'),
            get_string('scheduledtasks', 'tool_task'),
        );
    }
}
