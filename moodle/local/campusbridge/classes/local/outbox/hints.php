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
 * From Moodle's events to hints.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\event\base;

/**
 * What the service is told of an event of Moodle, if anything.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class hints {
    /** Roles that make a teacher, by the archetype they come from. */
    private const TEACHERS = ['editingteacher', 'teacher'];

    /** The ID numbers that the service gives: a Zoho id, alone or with its module. Others are not its business. */
    private const OUR_IDNUMBER = '/^(zoho:[A-Za-z_]+:)?[0-9]{15,20}$/D';

    /**
     * The hint for an event.
     *
     * @param base $event one of db/events.php
     * @return hint|null null when the service need not know
     */
    public static function of(base $event): ?hint {
        // The last part of the name is unique among those observed, and is the contract's name.
        $type = substr(strrchr($event->eventname, '\\'), 1);
        return match ($type) {
            'user_created', 'user_updated', 'user_deleted' => self::user($type, $event),
            'user_enrolment_created', 'user_enrolment_updated', 'user_enrolment_deleted' => self::enrolment($type, $event),
            'role_assigned', 'role_unassigned' => self::role($type, $event),
            'course_created', 'course_updated', 'course_deleted' => self::course($type, $event),
            'course_module_created', 'course_module_updated', 'course_module_deleted' => self::course_module($type, $event),
            'submission_graded' => self::submission_graded($event),
            'workflow_state_updated' => self::workflow_state_updated($event),
            'user_graded' => self::user_graded($event),
            default => null,
        };
    }

    /**
     * Somebody's account.
     *
     * @param string $type
     * @param base $event
     * @return hint
     */
    private static function user(string $type, base $event): hint {
        $userid = (int) $event->objectid;
        $data = ['userid' => $userid];
        if ($type === 'user_deleted') {
            $data += self::our_idnumber($event->other['idnumber'] ?? '');
        }
        return new hint($type, "user:{$userid}", $data);
    }

    /**
     * Somebody's enrolment in a course, whichever method it came by.
     *
     * @param string $type
     * @param base $event
     * @return hint
     */
    private static function enrolment(string $type, base $event): hint {
        $userid = (int) $event->relateduserid;
        $courseid = (int) $event->courseid;
        return new hint($type, "enrolment:{$userid}:{$courseid}", [
            'userid' => $userid,
            'courseid' => $courseid,
            'enrolmentid' => (int) $event->objectid,
        ]);
    }

    /**
     * A teacher's role in a course. Students' roles follow their enrolments.
     *
     * @param string $type
     * @param base $event
     * @return hint|null
     */
    private static function role(string $type, base $event): ?hint {
        global $DB;
        if ((int) $event->contextlevel !== CONTEXT_COURSE || (int) $event->courseid === (int) SITEID) {
            return null;
        }
        $roleid = (int) $event->objectid;
        $archetype = $DB->get_field('role', 'archetype', ['id' => $roleid]);
        if (!in_array($archetype, self::TEACHERS, true)) {
            return null;
        }
        $userid = (int) $event->relateduserid;
        $contextid = (int) $event->contextid;
        return new hint($type, "role:{$userid}:{$contextid}:{$roleid}", [
            'userid' => $userid,
            'roleid' => $roleid,
            'contextid' => $contextid,
            'courseid' => (int) $event->courseid,
        ]);
    }

    /**
     * A course, but not the front page.
     *
     * @param string $type
     * @param base $event
     * @return hint|null
     */
    private static function course(string $type, base $event): ?hint {
        $courseid = (int) $event->objectid;
        if ($courseid === (int) SITEID) {
            return null;
        }
        $data = ['courseid' => $courseid];
        if ($type === 'course_deleted') {
            $data += self::our_idnumber($event->other['idnumber'] ?? '');
        }
        return new hint($type, "course:{$courseid}", $data);
    }

    /**
     * An assignment.
     *
     * @param string $type
     * @param base $event
     * @return hint|null null for other activities
     */
    private static function course_module(string $type, base $event): ?hint {
        if ($event->other['modulename'] !== 'assign') {
            return null;
        }
        $cmid = (int) $event->objectid;
        return new hint($type, "coursemodule:{$cmid}", [
            'courseid' => (int) $event->courseid,
            'cmid' => $cmid,
            'assignid' => (int) $event->other['instanceid'],
        ]);
    }

    /**
     * An attempt at an assignment was marked. Each attempt has a grade of its own, so they do not fold into each other.
     *
     * @param base $event
     * @return hint
     */
    private static function submission_graded(base $event): hint {
        $gradeid = (int) $event->objectid;
        return new hint('submission_graded', "grade:{$gradeid}", [
            'userid' => (int) $event->relateduserid,
            'courseid' => (int) $event->courseid,
            'assignid' => (int) $event->get_assign()->get_instance()->id,
            'gradeid' => $gradeid,
        ]);
    }

    /**
     * The marking workflow of somebody's work went on.
     *
     * @param base $event
     * @return hint
     */
    private static function workflow_state_updated(base $event): hint {
        $userid = (int) $event->relateduserid;
        $assignid = (int) $event->objectid;
        return new hint('workflow_state_updated', "workflow:{$userid}:{$assignid}", [
            'userid' => $userid,
            'courseid' => (int) $event->courseid,
            'assignid' => $assignid,
        ]);
    }

    /**
     * A grade in the gradebook, where no marking of an assignment tells of it: other activities, manual items, and grades that
     * are overridden in the gradebook or no longer are. Totals follow from the others.
     *
     * @param base $event
     * @return hint|null
     */
    private static function user_graded(base $event): ?hint {
        $userid = (int) $event->relateduserid;
        $grade = $event->get_grade();
        $item = $grade->load_grade_item();
        if ($userid <= 0 || in_array($item->itemtype, ['course', 'category'], true)) {
            return null;
        }
        $data = ['userid' => $userid, 'courseid' => (int) $event->courseid, 'gradeitemid' => (int) $item->id];
        if ($item->itemtype === 'mod' && $item->itemmodule === 'assign') {
            if (!override_watch::concerns($grade)) {
                return null;
            }
            $data['assignid'] = (int) $item->iteminstance;
        }
        return new hint('user_graded', "gradeitem:{$userid}:{$item->id}", $data);
    }

    /**
     * The ID number of what is gone, when the service gave it.
     *
     * @param string|null $idnumber
     * @return string[]
     */
    private static function our_idnumber(?string $idnumber): array {
        return preg_match(self::OUR_IDNUMBER, (string) $idnumber) ? ['idnumber' => $idnumber] : [];
    }
}
