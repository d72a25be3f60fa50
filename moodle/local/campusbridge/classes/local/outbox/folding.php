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
 * Rows about one thing become one.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * Folds unsent rows of one entity into the newest: whoever is told reads the record afresh, so the last hint says as much as all of
 * them.
 *
 * The row of a deletion always stays, because what it carries cannot be read anywhere any more. What a person did does not fold
 * into what the service's own user did, nor the other way round: the service may take the latter for its own echo.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class folding {
    /**
     * Folds what is numbered and waits.
     *
     * @return int how many rows were folded
     */
    public static function fold(): int {
        global $DB;
        $sql = 'SELECT o.id, o.eventtype
                  FROM {' . outbox::TABLE . '} o
                  JOIN (SELECT entity, bridge, MAX(seq) AS newest
                          FROM {' . outbox::TABLE . '}
                         WHERE status = :waiting AND seq IS NOT NULL
                      GROUP BY entity, bridge
                        HAVING COUNT(id) > 1) n ON n.entity = o.entity AND n.bridge = o.bridge
                 WHERE o.status = :stillwaiting AND o.seq < n.newest';
        $older = $DB->get_records_sql_menu($sql, ['waiting' => outbox::WAITING, 'stillwaiting' => outbox::WAITING]);
        $ids = array_keys(array_filter($older, fn(string $eventtype): bool => !self::is_deletion($eventtype)));
        foreach (array_chunk($ids, 1000) as $some) {
            outbox::update($some, ['status' => outbox::FOLDED]);
        }
        return count($ids);
    }

    /**
     * Whether an event says that something is gone.
     *
     * @param string $eventtype
     * @return bool
     */
    public static function is_deletion(string $eventtype): bool {
        return str_ends_with($eventtype, '_deleted') || str_ends_with($eventtype, '_unassigned');
    }
}
