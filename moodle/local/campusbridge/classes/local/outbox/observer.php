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
 * Moodle's events.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * Writes one row for an event, in the transaction of the change. Nothing else: no HTTP, and no failure ever reaches the person at
 * work.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class observer {
    /**
     * Writes the row for an event.
     *
     * @param \core\event\base $event one of db/events.php
     */
    public static function observe(\core\event\base $event): void {
        try {
            if (!self::is_on()) {
                return;
            }
            $hint = hints::of($event);
            if ($hint === null) {
                return;
            }
            outbox::add($hint->eventtype, $hint->data, $hint->entity, max(0, (int) $event->userid), (int) $event->timecreated);
            after_response::register();
        } catch (\Throwable $e) {
            debugging("Campusbridge did not note {$event->eventname}: {$e->getMessage()}", DEBUG_DEVELOPER);
        }
    }

    /**
     * Whether rows are written: the table must be there, as it is now, and the site wants it.
     *
     * @return bool
     */
    private static function is_on(): bool {
        global $CFG;
        return !during_initial_install() && empty($CFG->upgraderunning)
            && get_config('local_campusbridge', 'version') && outbox::is_enabled();
    }
}
