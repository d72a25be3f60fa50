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
 * Reading enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\item_refused;
use local_campusbridge\local\reading\fields;

/**
 * Reads the enrolments of local_campusbridge_get_enrolments, of every method, page by page.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_reader {
    /** Most enrolments of one page. */
    public const MAX_PAGE = 2000;

    /**
     * A page of the enrolments that any of the items asks for.
     *
     * @param array[] $items each {userid, courseid}, {courseid} for everybody in it or {userid} for all their courses
     * @param int $after only enrolments with a higher id
     * @param int $limit
     * @return array{enrolments: array[], next: int} next is 0 on the last page
     * @throws item_refused for an item that is none of these
     */
    public static function page(array $items, int $after, int $limit): array {
        global $DB;
        if ($items === []) {
            return ['enrolments' => [], 'next' => 0];
        }
        [$where, $params] = self::asked_for($items);
        $rows = $DB->get_records_sql("SELECT ue.id, ue.userid, ue.status, ue.timestart, ue.timeend, e.courseid, e.enrol AS method,
                                             e.status AS instancestatus, ctx.id AS contextid
                                        FROM {user_enrolments} ue
                                        JOIN {enrol} e ON e.id = ue.enrolid
                                        JOIN {user} u ON u.id = ue.userid AND u.deleted = 0
                                        JOIN {context} ctx ON ctx.instanceid = e.courseid AND ctx.contextlevel = :level
                                       WHERE ue.id > :after AND ({$where})
                                    ORDER BY ue.id", $params + ['level' => CONTEXT_COURSE, 'after' => $after], 0, $limit);
        $roles = self::roles_of($rows);
        return [
            'enrolments' => array_map(fn(\stdClass $row): array => [
                'id' => $row->id,
                'userid' => $row->userid,
                'courseid' => $row->courseid,
                'method' => $row->method,
                'methodenabled' => $row->instancestatus == ENROL_INSTANCE_ENABLED,
                'status' => $row->status == ENROL_USER_ACTIVE ? 'active' : 'suspended',
                'timestart' => $row->timestart,
                'timeend' => $row->timeend,
                'roleids' => $roles[$row->contextid][$row->userid] ?? [],
            ], array_values($rows)),
            'next' => count($rows) === $limit ? (int) array_key_last($rows) : 0,
        ];
    }

    /**
     * The condition that the items stand for.
     *
     * @param array[] $items
     * @return array{0: string, 1: array}
     */
    private static function asked_for(array $items): array {
        global $DB;
        $courses = [];
        $users = [];
        $conditions = [];
        $params = [];
        foreach ($items as $index => $item) {
            $fields = new fields($item, '', new people_dialect());
            $fields->only(['userid', 'courseid']);
            $userid = $fields->optional_moodleid('userid');
            $courseid = $fields->optional_moodleid('courseid');
            if ($userid === null && $courseid === null) {
                throw new item_refused('missing', 'courseid', 'courseid: it, userid or both must be given');
            }
            if ($userid === null) {
                $courses[] = $courseid;
            } else if ($courseid === null) {
                $users[] = $userid;
            } else {
                $conditions[] = "(e.courseid = :course{$index} AND ue.userid = :user{$index})";
                $params += ["course{$index}" => $courseid, "user{$index}" => $userid];
            }
        }
        foreach (['e.courseid' => $courses, 'ue.userid' => $users] as $column => $ids) {
            if ($ids !== []) {
                [$insql, $inparams] = $DB->get_in_or_equal(array_unique($ids), SQL_PARAMS_NAMED, 'in');
                $conditions[] = "{$column} {$insql}";
                $params += $inparams;
            }
        }
        return [implode(' OR ', $conditions), $params];
    }

    /**
     * The roles that the users of some enrolments have in their courses.
     *
     * @param \stdClass[] $rows
     * @return int[][][] role ids, by context id and user id
     */
    private static function roles_of(array $rows): array {
        global $DB;
        if ($rows === []) {
            return [];
        }
        [$contextsql, $params] = $DB->get_in_or_equal(array_unique(array_column($rows, 'contextid')), SQL_PARAMS_NAMED, 'context');
        [$usersql, $userparams] = $DB->get_in_or_equal(array_unique(array_column($rows, 'userid')), SQL_PARAMS_NAMED, 'user');
        $roles = [];
        $assignments = $DB->get_recordset_select('role_assignments', "contextid {$contextsql} AND userid {$usersql}",
            $params + $userparams, 'id', 'id, contextid, userid, roleid');
        foreach ($assignments as $assignment) {
            $roles[$assignment->contextid][$assignment->userid][$assignment->roleid] = (int) $assignment->roleid;
        }
        $assignments->close();
        return $roles;
    }
}
