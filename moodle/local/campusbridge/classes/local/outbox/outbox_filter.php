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
 * Which rows of the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * Which rows of the outbox: each condition that is given must hold.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox_filter {
    /**
     * Constructor.
     *
     * @param string $status one of outbox::STATUSES, '' for all
     * @param string $eventtype such as user_updated, '' for all
     * @param int $userid the person the rows are about, 0 for everybody
     * @param string $uuid the event's id, '' for all
     * @param int $createdfrom created at this time (seconds) or later, 0 for no limit
     * @param int $createdbefore created before this time (seconds), 0 for no limit
     * @param string $entity what the rows are about, such as user:12, '' for everything
     */
    public function __construct(
        /** @var string one of outbox::STATUSES, or '' */
        public readonly string $status = '',
        /** @var string such as user_updated, or '' */
        public readonly string $eventtype = '',
        /** @var int the person the rows are about, or 0 */
        public readonly int $userid = 0,
        /** @var string the event's id, or '' */
        public readonly string $uuid = '',
        /** @var int seconds since 1970, or 0 */
        public readonly int $createdfrom = 0,
        /** @var int seconds since 1970, or 0 */
        public readonly int $createdbefore = 0,
        /** @var string such as user:12, or '' */
        public readonly string $entity = ''
    ) {
    }

    /**
     * The filter as a condition.
     *
     * @return array{0: string, 1: array} SQL and its named parameters
     */
    public function to_sql(): array {
        $conditions = [];
        $params = [];
        foreach (['status', 'eventtype', 'userid', 'uuid', 'entity'] as $column) {
            if ($this->$column !== '' && $this->$column !== 0) {
                $conditions[] = $column . ' = :' . $column;
                $params[$column] = $this->$column;
            }
        }
        foreach (['createdfrom' => '>=', 'createdbefore' => '<'] as $bound => $sign) {
            if ($this->$bound !== 0) {
                $conditions[] = 'timecreated ' . $sign . ' :' . $bound;
                $params[$bound] = $this->$bound;
            }
        }
        return [$conditions ? implode(' AND ', $conditions) : '1 = 1', $params];
    }
}
