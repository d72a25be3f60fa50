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
 * Reading the outbox forward.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * Reads the outbox forward from a number.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class changes {
    /** Most events of one answer. */
    public const MOST = 500;

    /**
     * The events after a number, whatever became of them: also those that were sent, folded or given up, so that the numbers have
     * no gaps.
     *
     * @param int $seq number of the last event that is known, 0 for none
     * @param int $limit most events to return
     * @return array{events: array[], highest_seq: int}
     * @throws \moodle_exception that names the parameter, also on a site that shows no debugging
     */
    public static function since(int $seq, int $limit): array {
        global $DB;
        if ($seq < 0) {
            throw new \moodle_exception('changes_sinceseq', 'local_campusbridge');
        }
        if ($limit < 1 || $limit > self::MOST) {
            throw new \moodle_exception('changes_limit', 'local_campusbridge', '', self::MOST);
        }
        numbering::number();
        $rows = $DB->get_records_select(outbox::TABLE, 'seq > :seq', ['seq' => $seq], 'seq', '*', 0, $limit);
        fetching::note($rows);
        return [
            'events' => array_map([envelope::class, 'of'], array_values($rows)),
            'highest_seq' => numbering::highest(),
        ];
    }
}
