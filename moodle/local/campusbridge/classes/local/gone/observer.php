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
 * Somebody was deleted in Moodle.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\gone;

use local_campusbridge\local\asof;
use local_campusbridge\local\records\person_records;

/**
 * Lets go of what is kept of somebody as soon as they are deleted in Moodle. The outbox keeps its row, so that the service learns
 * of it. What is missed here (the plugin was off, a call wrote meanwhile) the task clean_records finds at night.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class observer {
    /**
     * Deletes the records of a deleted user. No failure ever reaches the person at work.
     *
     * @param \core\event\user_deleted $event
     */
    public static function user_deleted(\core\event\user_deleted $event): void {
        try {
            if (during_initial_install() || !get_config('local_campusbridge', 'version')) {
                return;
            }
            $userids = [(int) $event->objectid];
            person_records::forget($userids);
            asof::forget($userids);
        } catch (\Throwable $e) {
            debugging('Campusbridge did not let go of a deleted user: ' . get_class($e), DEBUG_DEVELOPER);
        }
    }
}
