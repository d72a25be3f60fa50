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
 * Grades of earlier attempts.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\clock;
use core\di;

/**
 * Finds grades of earlier attempts that were changed after the next attempt was given. Moodle fires submission_graded for the
 * latest attempt only: assign::update_grade() returns before for all others.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class earlier_grade_watch {
    /** The kind of the table's rows. */
    private const KIND = 'earliergrade';

    /**
     * Writes a row of the outbox for each such grade since the last run. What was there before the first run is left.
     *
     * @return int how many there were
     */
    public static function compare(): int {
        $since = watched::since(self::KIND);
        if ($since === null) {
            return 0;
        }
        $changed = self::changed($since);
        foreach ($changed as $grade) {
            self::note($grade);
        }
        watched::seen(self::KIND, $since);
        return count($changed);
    }

    /**
     * Grades that were changed and not told of yet. One of this very second may be changed once more, so it is left for the next
     * run.
     *
     * @param int $since seconds since 1970
     * @return \stdClass[]
     */
    private static function changed(int $since): array {
        global $DB;
        $sql = "SELECT g.id, g.userid, g.assignment, g.grader, g.timemodified, a.course, w.id AS watchedid
                  FROM {assign_submission} s
                  JOIN {assign_grades} g ON g.assignment = s.assignment AND g.userid = s.userid
                       AND g.attemptnumber < s.attemptnumber
                  JOIN {assign} a ON a.id = s.assignment
             LEFT JOIN {" . watched::TABLE . "} w ON w.kind = :kind AND w.itemid = g.id
                 WHERE s.attemptnumber > 0 AND s.latest = 1 AND s.userid > 0
                       AND g.timemodified > s.timecreated AND g.timemodified >= :since AND g.timemodified < :now
                       AND (w.id IS NULL OR w.version <> g.timemodified)
              ORDER BY g.id";
        return $DB->get_records_sql($sql, ['kind' => self::KIND, 'since' => $since, 'now' => di::get(clock::class)->time()]);
    }

    /**
     * Remembers a grade as it is, and tells of it as if Moodle had.
     *
     * @param \stdClass $grade
     */
    private static function note(\stdClass $grade): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        watched::put(self::KIND, (int) $grade->id, (int) $grade->timemodified, (int) $grade->watchedid);
        outbox::add('submission_graded', [
            'userid' => (int) $grade->userid,
            'courseid' => (int) $grade->course,
            'assignid' => (int) $grade->assignment,
            'gradeid' => (int) $grade->id,
        ], "grade:{$grade->id}", max(0, (int) $grade->grader), (int) $grade->timemodified);
        $transaction->allow_commit();
    }
}
