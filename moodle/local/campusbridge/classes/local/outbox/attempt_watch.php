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
 * Reopened attempts.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * Finds attempts at assignments that were reopened. Moodle fires no event when assign::add_attempt() makes the next attempt,
 * neither by hand nor after a grade; all it leaves is a submission with an attempt number above 0. In a group each member has one.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class attempt_watch {
    /** The kind of the table's rows. */
    private const KIND = 'attempt';

    /**
     * Writes a row of the outbox for each attempt that was reopened since the last run. What was there before the first run is
     * left.
     *
     * @return int how many there were
     */
    public static function compare(): int {
        $since = watched::since(self::KIND);
        if ($since === null) {
            return 0;
        }
        $reopened = self::reopened($since);
        foreach ($reopened as $submission) {
            self::note($submission);
        }
        watched::seen(self::KIND, $since);
        return count($reopened);
    }

    /**
     * Attempts that were reopened and not told of yet.
     *
     * @param int $since seconds since 1970
     * @return \stdClass[]
     */
    private static function reopened(int $since): array {
        global $DB;
        $sql = "SELECT s.id, s.userid, s.assignment, s.timecreated, a.course
                  FROM {assign_submission} s
                  JOIN {assign} a ON a.id = s.assignment
             LEFT JOIN {" . watched::TABLE . "} w ON w.kind = :kind AND w.itemid = s.id
                 WHERE s.attemptnumber > 0 AND s.userid > 0 AND s.timecreated >= :since AND w.id IS NULL
              ORDER BY s.id";
        return $DB->get_records_sql($sql, ['kind' => self::KIND, 'since' => $since]);
    }

    /**
     * Remembers an attempt and tells of it. Who reopened it stands nowhere.
     *
     * @param \stdClass $submission
     */
    private static function note(\stdClass $submission): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        watched::put(self::KIND, (int) $submission->id, (int) $submission->timecreated);
        outbox::add('attempt_reopened', [
            'userid' => (int) $submission->userid,
            'courseid' => (int) $submission->course,
            'assignid' => (int) $submission->assignment,
            'submissionid' => (int) $submission->id,
        ], "attempt:{$submission->id}", 0, (int) $submission->timecreated);
        $transaction->allow_commit();
    }
}
