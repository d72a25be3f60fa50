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
 * The staff behind grades.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * Names of graders and markers, and their roles in the course: an internal verifier is told from a teacher by the role.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_people {
    /** @var \stdClass[] users by id */
    private array $users = [];

    /** @var string[][] short names of roles by "course:user" */
    private array $roles = [];

    /**
     * Constructor.
     *
     * @param \stdClass[] $rows with course and grader
     * @param int[][] $markers user ids by pair
     */
    public function __construct(array $rows, array $markers) {
        global $DB;
        $ids = array_merge(array_column($rows, 'grader'), ...array_values($markers));
        // Core writes grader -1 for a grade that nobody gave.
        $ids = array_unique(array_filter(array_map('intval', $ids), fn(int $id): bool => $id > 0));
        if ($ids === []) {
            return;
        }
        [$inuser, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED, 'u');
        $names = \core_user\fields::for_name()->get_sql('u', true)->selects;
        $this->users = $DB->get_records_sql("SELECT u.id {$names} FROM {user} u WHERE u.id {$inuser}", $params);
        [$incourse, $courseparams] = $DB->get_in_or_equal(array_unique(array_column($rows, 'course')), SQL_PARAMS_NAMED, 'c');
        $sql = "SELECT ra.id, x.instanceid AS course, ra.userid, r.shortname
                  FROM {role_assignments} ra
                  JOIN {context} x ON x.id = ra.contextid AND x.contextlevel = :courselevel
                  JOIN {role} r ON r.id = ra.roleid
                 WHERE ra.userid {$inuser} AND x.instanceid {$incourse}
              ORDER BY r.sortorder, ra.id";
        foreach ($DB->get_records_sql($sql, $params + $courseparams + ['courselevel' => CONTEXT_COURSE]) as $assignment) {
            $this->roles["{$assignment->course}:{$assignment->userid}"][$assignment->shortname] = $assignment->shortname;
        }
    }

    /**
     * A person in a course.
     *
     * @param int $userid
     * @param int $courseid
     * @return array|null id, name, roles; null for nobody
     */
    public function person(int $userid, int $courseid): ?array {
        if (!isset($this->users[$userid])) {
            return null;
        }
        return [
            'id' => $userid,
            'name' => fullname($this->users[$userid], true),
            'roles' => array_values($this->roles["{$courseid}:{$userid}"] ?? []),
        ];
    }
}
