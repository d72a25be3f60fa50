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
 * A row as it travels.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * A row of the outbox in the words of the contract with the service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class envelope {
    /** The version of the contract. */
    private const SCHEMA = 1;

    /**
     * A row as it travels.
     *
     * @param \stdClass $row numbered
     * @return array
     */
    public static function of(\stdClass $row): array {
        return [
            'schema' => self::SCHEMA,
            'event_id' => $row->uuid,
            'seq' => (int) $row->seq,
            'event_type' => $row->eventtype,
            'occurred_at' => (int) $row->timecreated,
            'actor' => ['id' => (int) $row->actorid, 'bridge' => (bool) $row->bridge],
            'data' => json_decode($row->data, true, 4, JSON_THROW_ON_ERROR),
        ];
    }

    /**
     * A sign of life, which is in no row.
     *
     * @param int $time seconds since 1970
     * @return array
     */
    public static function ping(int $time): array {
        $statistics = outbox::statistics();
        return [
            'schema' => self::SCHEMA,
            'event_id' => \core\uuid::generate(),
            'seq' => numbering::highest(),
            'event_type' => 'ping',
            'occurred_at' => $time,
            'actor' => ['id' => 0, 'bridge' => false],
            'data' => ['waiting' => $statistics->waiting, 'dead' => $statistics->dead],
        ];
    }

    /**
     * The bytes of a batch.
     *
     * @param array[] $envelopes 1 to 100
     * @return string
     */
    public static function batch(array $envelopes): string {
        return json_encode(['events' => $envelopes], JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
    }
}
