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
 * Numbers of rows.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\lock\lock_config;

/**
 * Gives committed rows their numbers, without gaps.
 *
 * The row's id cannot be the number: ids are taken when a row is written and rows are committed in another order, so whoever has
 * read up to id 7 would never see row 6 that was committed later. Only what is committed can be read here, so a numbered row never
 * appears behind one that was already served. One at a time, under a lock.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class numbering {
    /** Most rows numbered by one statement. */
    private const ROWS_PER_STATEMENT = 100;

    /** Most rows numbered in one go. */
    private const ROWS_AT_ONCE = 2000;

    /** How long to wait for another process that is numbering. */
    private const WAIT_SECONDS = 5;

    /** After a crash another process may take over after this time, where the lock does not end with its process by itself. */
    private const LOCK_SECONDS = 5 * MINSECS;

    /**
     * Numbers what is committed and has no number yet, oldest first.
     *
     * @return int how many rows got a number; 0 also when another process is at it for too long
     */
    public static function number(): int {
        global $DB;
        if (!$DB->record_exists_select(outbox::TABLE, 'seq IS NULL')) {
            return 0;
        }
        $lock = lock_config::get_lock_factory('local_campusbridge')->get_lock(
            'numbering',
            self::WAIT_SECONDS,
            self::LOCK_SECONDS
        );
        if (!$lock) {
            return 0;
        }
        try {
            $ids = array_keys($DB->get_records_select(outbox::TABLE, 'seq IS NULL', [], 'id', 'id', 0, self::ROWS_AT_ONCE));
            $next = self::highest() + 1;
            foreach (array_chunk($ids, self::ROWS_PER_STATEMENT) as $some) {
                self::give($some, $next);
                $next += count($some);
            }
            return count($ids);
        } finally {
            $lock->release();
        }
    }

    /**
     * The highest number given so far, 0 before the first.
     *
     * @return int
     */
    public static function highest(): int {
        global $DB;
        $kept = $DB->get_field_select(outbox::TABLE, 'MAX(seq)', 'seq IS NOT NULL');
        return max((int) $kept, (int) get_config('local_campusbridge', 'state_highest_seq'));
    }

    /**
     * To be called before rows are deleted, so that no number is ever given twice.
     */
    public static function remember_highest(): void {
        set_config('state_highest_seq', self::highest(), 'local_campusbridge');
    }

    /**
     * Gives consecutive numbers.
     *
     * @param int[] $ids in order
     * @param int $next the first row's number
     */
    private static function give(array $ids, int $next): void {
        global $DB;
        $cases = '';
        $params = [];
        foreach ($ids as $id) {
            $cases .= ' WHEN ? THEN ' . $DB->sql_cast_char2int('?');
            array_push($params, $id, $next++);
        }
        [$in, $inparams] = $DB->get_in_or_equal($ids);
        $sql = 'UPDATE {' . outbox::TABLE . '} SET seq = CASE id' . $cases . ' END WHERE seq IS NULL AND id ' . $in;
        $DB->execute($sql, [...$params, ...$inparams]);
    }
}
