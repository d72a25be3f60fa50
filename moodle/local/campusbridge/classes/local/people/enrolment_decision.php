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
 * Who may be enrolled where.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\item_refused;

/**
 * Decides whether the caller may enrol the item's user in its course with its role.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_decision {
    /** @var array[] ids of the roles that the caller may assign, by course id */
    private array $assignable = [];

    /**
     * Constructor.
     *
     * @param known_enrolments $known
     */
    public function __construct(
        /** @var known_enrolments what stands */
        private readonly known_enrolments $known
    ) {
    }

    /**
     * Refuses a user who cannot be enrolled.
     *
     * @param enrolment_item $item
     */
    public function require_user(enrolment_item $item): void {
        $user = $this->known->user($item->userid);
        $problem = match (true) {
            $user === null => ['usernotfound', 'does not exist'],
            (bool) $user->deleted => ['userdeleted', 'was deleted in Moodle'],
            isguestuser($user->id) => ['userguest', 'is the guest account'],
            !$user->confirmed => ['usernotconfirmed', 'has not been confirmed'],
            default => null,
        };
        if ($problem !== null) {
            throw new item_refused($problem[0], 'userid', "userid: user {$item->userid} {$problem[1]}");
        }
    }

    /**
     * Refuses a course that does not exist, or where the caller may not enrol with this role.
     *
     * @param enrolment_item $item
     * @return \context_course
     */
    public function require_course(enrolment_item $item): \context_course {
        if ($this->known->courses->get($item->courseid) === null) {
            throw new item_refused('coursenotfound', 'courseid', "courseid: there is no course {$item->courseid}");
        }
        $context = \context_course::instance($item->courseid);
        if (!has_capability('enrol/manual:enrol', $context)) {
            throw new item_refused('nopermission', 'courseid',
                "courseid: the service user lacks the capability enrol/manual:enrol in course {$item->courseid}");
        }
        if (!in_array($item->roleid, $this->assignable($context))) {
            throw new item_refused('rolenotassignable', 'roleid',
                "roleid: there is no role {$item->roleid} that the service user may assign in course {$item->courseid}");
        }
        return $context;
    }

    /**
     * The roles that the caller may assign in a course.
     *
     * @param \context_course $context
     * @return int[]
     */
    public function assignable(\context_course $context): array {
        return $this->assignable[$context->instanceid] ??= array_keys(get_assignable_roles($context, ROLENAME_SHORT));
    }
}
