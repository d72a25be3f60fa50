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
 * What stands of enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\asof;

/**
 * What stands in Moodle of the enrolments that some items are about, loaded in a few queries for all of them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class known_enrolments {
    /** Kind of the stored times. */
    public const KIND = 'enrolment';

    /** @var \stdClass[] users by id */
    private array $users = [];

    /** @var known_courses the courses */
    public readonly known_courses $courses;

    /** @var \stdClass[] enrolments by key of the item */
    private array $enrolments = [];

    /** @var \stdClass[][] role assignments by key of the item */
    private array $assignments = [];

    /** @var bool[] items older than what was applied, by key */
    private array $stale = [];

    /**
     * Constructor.
     */
    public function __construct() {
        $this->courses = new known_courses();
    }

    /**
     * Loads what the items need.
     *
     * @param enrolment_item[] $items
     */
    public function load(array $items): void {
        global $DB;
        $keys = array_map(fn(enrolment_item $item): string => $item->key(), $items);
        $this->stale = asof::claim(self::KIND, array_combine($keys, array_column($items, 'asof')),
            array_combine($keys, array_column($items, 'userid')));

        $userids = array_unique(array_column($items, 'userid'));
        $courseids = array_unique(array_column($items, 'courseid'));
        [$usersql, $userparams] = $DB->get_in_or_equal($userids, SQL_PARAMS_NAMED, 'user');
        [$coursesql, $courseparams] = $DB->get_in_or_equal($courseids, SQL_PARAMS_NAMED, 'course');
        $this->users = $DB->get_records_select('user', "id {$usersql}", $userparams, '', 'id, username, deleted, confirmed');
        $this->courses->load($coursesql, $courseparams);
        $this->load_enrolments("e.courseid {$coursesql} AND ue.userid {$usersql}", $courseparams + $userparams);
        $this->load_assignments("c.instanceid {$coursesql} AND ra.userid {$usersql}", $courseparams + $userparams);
    }

    /**
     * Somebody.
     *
     * @param int $userid
     * @return \stdClass|null with id, username, deleted, confirmed
     */
    public function user(int $userid): ?\stdClass {
        return $this->users[$userid] ?? null;
    }

    /**
     * The manual enrolment that an item is about.
     *
     * @param enrolment_item $item
     * @return \stdClass|null
     */
    public function enrolment(enrolment_item $item): ?\stdClass {
        return $this->enrolments[$item->key()] ?? null;
    }

    /**
     * The roles that the item's user has in its course.
     *
     * @param enrolment_item $item
     * @return \stdClass[] role assignments
     */
    public function assignments(enrolment_item $item): array {
        return $this->assignments[$item->key()] ?? [];
    }

    /**
     * Whether something newer was applied already.
     *
     * @param enrolment_item $item
     * @return bool
     */
    public function is_stale(enrolment_item $item): bool {
        return isset($this->stale[$item->key()]);
    }

    /**
     * Loads the manual enrolments.
     *
     * @param string $where
     * @param array $params
     */
    private function load_enrolments(string $where, array $params): void {
        global $DB;
        $this->enrolments = [];
        $enrolments = $DB->get_records_sql("SELECT ue.id, ue.userid, ue.status, ue.timestart, ue.timeend, e.courseid
                                              FROM {user_enrolments} ue
                                              JOIN {enrol} e ON e.id = ue.enrolid
                                             WHERE e.enrol = 'manual' AND {$where}
                                          ORDER BY e.sortorder DESC, e.id DESC", $params);
        foreach ($enrolments as $enrolment) {
            $this->enrolments["{$enrolment->userid}:{$enrolment->courseid}"] = $enrolment;
        }
    }

    /**
     * Loads the roles in the courses.
     *
     * @param string $where
     * @param array $params
     */
    private function load_assignments(string $where, array $params): void {
        global $DB;
        $this->assignments = [];
        $assignments = $DB->get_records_sql("SELECT ra.id, ra.userid, ra.roleid, ra.component, ra.itemid, ra.modifierid,
                                                    c.instanceid AS courseid
                                               FROM {role_assignments} ra
                                               JOIN {context} c ON c.id = ra.contextid AND c.contextlevel = :level
                                              WHERE {$where}
                                           ORDER BY ra.id", ['level' => CONTEXT_COURSE] + $params);
        foreach ($assignments as $assignment) {
            $this->assignments["{$assignment->userid}:{$assignment->courseid}"][] = $assignment;
        }
    }
}
