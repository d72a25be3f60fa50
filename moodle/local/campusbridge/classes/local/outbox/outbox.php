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
 * The outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\clock;
use core\di;

/**
 * The rows that tell the service what may have changed in Moodle: ids only, because whoever is told reads the record afresh.
 *
 * A row is written in the transaction of the change itself, so there is no change without its row and no row without its change.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox {
    /** The table. */
    public const TABLE = 'local_campusbridge_outbox';

    /** To be sent, now or when its next attempt is due. */
    public const WAITING = 'waiting';

    /** Received by the service. */
    public const SENT = 'sent';

    /** Not sent, because a newer row about the same thing says enough. */
    public const FOLDED = 'folded';

    /** Given up: refused by the service, or not delivered for too long. A person may send it again. */
    public const DEAD = 'dead';

    /** All of them. */
    public const STATUSES = [self::WAITING, self::SENT, self::FOLDED, self::DEAD];

    /**
     * Whether changes are written down.
     *
     * @return bool
     */
    public static function is_enabled(): bool {
        return (bool) get_config('local_campusbridge', 'outboxenabled');
    }

    /**
     * Writes a row, in the caller's transaction if there is one.
     *
     * @param string $eventtype one of the contract's, such as user_updated
     * @param array $data the ids that the contract asks for, under its names
     * @param string $entity what it is about, such as user:12: unsent rows of one entity fold into the newest
     * @param int $actorid who did it, 0 for nobody
     * @param int|null $timecreated when it happened, null for now
     */
    public static function add(string $eventtype, array $data, string $entity, int $actorid, ?int $timecreated = null): void {
        global $DB;
        $DB->insert_record(self::TABLE, [
            'uuid' => \core\uuid::generate(),
            'eventtype' => $eventtype,
            'entity' => $entity,
            'data' => json_encode((object) $data, JSON_THROW_ON_ERROR),
            'userid' => $data['userid'] ?? 0,
            'actorid' => $actorid,
            'bridge' => (int) ($actorid > 0 && $actorid === (int) get_config('local_campusbridge', 'serviceuserid')),
            'status' => self::WAITING,
            'timecreated' => $timecreated ?? di::get(clock::class)->time(),
        ], false);
    }

    /**
     * Rows, newest first.
     *
     * @param outbox_filter $filter
     * @param int $from how many to pass over
     * @param int $limit how many at most
     * @return \stdClass[] by id
     */
    public static function page(outbox_filter $filter, int $from, int $limit): array {
        global $DB;
        [$where, $params] = $filter->to_sql();
        return $DB->get_records_select(self::TABLE, $where, $params, 'id DESC', '*', $from, $limit);
    }

    /**
     * How many rows there are.
     *
     * @param outbox_filter $filter
     * @return int
     */
    public static function count(outbox_filter $filter): int {
        global $DB;
        [$where, $params] = $filter->to_sql();
        return $DB->count_records_select(self::TABLE, $where, $params);
    }

    /**
     * One row.
     *
     * @param int $id
     * @return \stdClass
     * @throws \dml_missing_record_exception
     */
    public static function get(int $id): \stdClass {
        global $DB;
        return $DB->get_record(self::TABLE, ['id' => $id], '*', MUST_EXIST);
    }

    /**
     * Puts dead or sent rows back, with fresh attempts. The service recognises an event it already has by its id.
     *
     * @param int[] $ids
     * @return int how many were put back
     */
    public static function resend(array $ids): int {
        global $DB;
        if ($ids === []) {
            return 0;
        }
        [$in, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
        $params += ['dead' => self::DEAD, 'sent' => self::SENT];
        $where = 'id ' . $in . ' AND status IN (:dead, :sent)';
        $found = $DB->get_fieldset_select(self::TABLE, 'id', $where, $params);
        foreach (array_chunk($found, 1000) as $some) {
            self::update($some, [
                'status' => self::WAITING,
                'attempts' => 0,
                'nextattempt' => 0,
                'failingsince' => 0,
                'httpstatus' => null,
                'lasterror' => null,
                'timesent' => null,
            ]);
        }
        return count($found);
    }

    /**
     * Makes due what waits for its next attempt, because what was in the way is out of the way. Not what the service itself
     * stumbled over: that may happen again.
     */
    public static function try_at_once(): void {
        global $DB;
        $DB->set_field_select(
            self::TABLE,
            'nextattempt',
            0,
            'status = :waiting AND nextattempt > 0 AND (httpstatus IS NULL OR httpstatus <> 500)',
            ['waiting' => self::WAITING]
        );
    }

    /**
     * Figures for status pages and the heartbeat.
     *
     * @return \stdClass {waiting, dead, oldestwaiting (time or null), lastsent (time or null)}
     */
    public static function statistics(): \stdClass {
        global $DB;
        $waiting = $DB->get_record_sql(
            'SELECT COUNT(id) AS waiting, MIN(timecreated) AS oldest FROM {' . self::TABLE . '} WHERE status = :waiting',
            ['waiting' => self::WAITING]
        );
        $lastsent = $DB->get_field_select(self::TABLE, 'MAX(timesent)', 'status = :sent', ['sent' => self::SENT]);
        return (object) [
            'waiting' => (int) $waiting->waiting,
            'dead' => $DB->count_records(self::TABLE, ['status' => self::DEAD]),
            'oldestwaiting' => $waiting->oldest === null ? null : (int) $waiting->oldest,
            'lastsent' => $lastsent === null ? null : (int) $lastsent,
        ];
    }

    /**
     * Sets columns of several rows.
     *
     * @param int[] $ids
     * @param array $values by column
     */
    public static function update(array $ids, array $values): void {
        global $DB;
        [$in, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
        foreach (array_keys($values) as $column) {
            $assignments[] = $column . ' = :' . $column;
        }
        $DB->execute('UPDATE {' . self::TABLE . '} SET ' . implode(', ', $assignments) . ' WHERE id ' . $in, $params + $values);
    }
}
