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
 * How long rows are kept.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\clock;
use core\di;

/**
 * Deletes rows that the service was told of long enough ago. What it was never told of, and what was given up, stays.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class retention {
    /** How long rows are kept unless the setting keepdays says otherwise. */
    public const KEEP_DAYS = 30;

    /**
     * Deletes what was sent or folded, counted from when it was written; and, on a site that only the service's own reading serves,
     * what it fetched, counted from when that was. Fetching alone is no receipt while something is sent: then only the answer to
     * what was sent is one.
     *
     * @return int how many were deleted
     */
    public static function clean_up(): int {
        global $DB;
        $days = (int) get_config('local_campusbridge', 'keepdays') ?: self::KEEP_DAYS;
        $before = di::get(clock::class)->time() - $days * DAYSECS;
        $where = '(status IN (:sent, :folded) AND timecreated < :before)';
        $params = ['sent' => outbox::SENT, 'folded' => outbox::FOLDED, 'before' => $before];
        if (fetching::is_only_way()) {
            $where .= ' OR (status = :waiting AND timefetched < :fetchedbefore)';
            $params += ['waiting' => outbox::WAITING, 'fetchedbefore' => $before];
        }
        $old = $DB->count_records_select(outbox::TABLE, $where, $params);
        numbering::remember_highest();
        $DB->delete_records_select(outbox::TABLE, $where, $params);
        return $old;
    }
}
