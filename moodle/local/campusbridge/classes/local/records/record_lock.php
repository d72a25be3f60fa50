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
 * One writer at a time.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use core\lock\lock_config;

/**
 * Two calls that write student records wait for each other: what is stored is compared with what arrives, and an older item
 * that was compared before a newer one was written would overwrite it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_lock {
    /** Money: set_finance, add_payment, delete_payment and the schedules of registrations. */
    public const MONEY = 'money';

    /** Profiles, classes and grades have a lock each, by this name and the table's. */
    public const TABLE = 'table_';

    /** Seconds to wait for the other writer; a batch of 100 takes less than one. */
    private const WAIT = 30;

    /**
     * Does the work while nobody else writes the same records.
     *
     * @param string $name
     * @param callable $work
     * @return mixed what $work returns
     * @throws \moodle_exception when the other writer does not end; nothing was written then
     */
    public static function during(string $name, callable $work): mixed {
        $lock = lock_config::get_lock_factory('local_campusbridge_records')->get_lock($name, self::WAIT);
        if (!$lock) {
            throw new \moodle_exception('recordsbusy', 'local_campusbridge');
        }
        try {
            return $work();
        } finally {
            $lock->release();
        }
    }
}
