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
 * Enrolling users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\asof;
use local_campusbridge\local\batch;
use local_campusbridge\local\item_refused;

/**
 * Brings manual enrolments and the role that goes with them into step with the items of local_campusbridge_set_enrolments.
 *
 * What all items of a run need is loaded in a few queries. Of a user's roles in a course only those are exchanged that came from
 * here or from the enrolment; a role that a person gave stays.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_writer {
    /** Kind of the stored times. */
    private const KIND = 'enrolment';

    /** @var \enrol_plugin the manual enrolment plugin */
    private \enrol_plugin $plugin;

    /** @var int[] the accounts that role assignments of ours were made with */
    private array $ourselves;

    /** @var \stdClass[] users by id */
    private array $users = [];

    /** @var \stdClass[] courses by id */
    private array $courses = [];

    /** @var \stdClass[] manual enrolment instances by course id */
    private array $instances = [];

    /** @var \stdClass[] enrolments by key of the item */
    private array $enrolments = [];

    /** @var \stdClass[][] role assignments by key of the item */
    private array $assignments = [];

    /** @var array[] ids of the roles that the caller may assign, by course id */
    private array $assignable = [];

    /** @var bool[] items older than what was applied, by key */
    private array $stale = [];

    /**
     * Constructor.
     *
     * @throws \moodle_exception when manual enrolment is switched off
     */
    private function __construct() {
        global $USER;
        if (!enrol_is_enabled('manual')) {
            throw new \moodle_exception('manualenrolmentoff', 'local_campusbridge');
        }
        $this->plugin = enrol_get_plugin('manual');
        $this->ourselves = [(int) $USER->id, (int) get_config('local_campusbridge', 'serviceuserid')];
    }

    /**
     * Enrols users and updates their enrolments.
     *
     * @param array[] $items as decoded from JSON
     * @return array[] results, see batch::run()
     */
    public static function run(array $items): array {
        global $CFG;
        require_once($CFG->libdir . '/enrollib.php');
        $writer = new self();
        $seen = [];
        return batch::run($items, $writer->apply(...), function (array $item) use (&$seen): enrolment_item {
            $read = enrolment_item::read($item);
            if (isset($seen[$read->key()])) {
                throw new item_refused('twice', 'userid', 'userid: an earlier item of this call is about the same user and course');
            }
            $seen[$read->key()] = true;
            return $read;
        }, $writer->load(...));
    }

    /**
     * Loads what the items need.
     *
     * @param enrolment_item[] $items
     */
    private function load(array $items): void {
        global $DB;
        $keys = array_map(fn(enrolment_item $item): string => $item->key(), $items);
        $this->stale = asof::claim(self::KIND, array_combine($keys, array_column($items, 'asof')),
            array_combine($keys, array_column($items, 'userid')));

        $userids = array_unique(array_column($items, 'userid'));
        $courseids = array_unique(array_column($items, 'courseid'));
        [$usersql, $userparams] = $DB->get_in_or_equal($userids, SQL_PARAMS_NAMED, 'user');
        [$coursesql, $courseparams] = $DB->get_in_or_equal($courseids, SQL_PARAMS_NAMED, 'course');
        $this->users = $DB->get_records_select('user', "id {$usersql}", $userparams, '', 'id, username, deleted, confirmed');
        $this->load_courses($coursesql, $courseparams);

        $this->enrolments = [];
        $enrolments = $DB->get_records_sql("SELECT ue.id, ue.userid, ue.status, ue.timestart, ue.timeend, e.courseid
                                              FROM {user_enrolments} ue
                                              JOIN {enrol} e ON e.id = ue.enrolid
                                             WHERE e.enrol = 'manual' AND e.courseid {$coursesql} AND ue.userid {$usersql}
                                          ORDER BY e.sortorder DESC, e.id DESC", $courseparams + $userparams);
        foreach ($enrolments as $enrolment) {
            $this->enrolments["{$enrolment->userid}:{$enrolment->courseid}"] = $enrolment;
        }

        $this->assignments = [];
        $assignments = $DB->get_records_sql("SELECT ra.id, ra.userid, ra.roleid, ra.component, ra.itemid, ra.modifierid,
                                                    c.instanceid AS courseid
                                               FROM {role_assignments} ra
                                               JOIN {context} c ON c.id = ra.contextid AND c.contextlevel = :level
                                              WHERE c.instanceid {$coursesql} AND ra.userid {$usersql}
                                           ORDER BY ra.id", ['level' => CONTEXT_COURSE] + $courseparams + $userparams);
        foreach ($assignments as $assignment) {
            $this->assignments["{$assignment->userid}:{$assignment->courseid}"][] = $assignment;
        }
    }

    /**
     * Loads the courses with their contexts and manual enrolment instances.
     *
     * @param string $coursesql
     * @param array $params
     */
    private function load_courses(string $coursesql, array $params): void {
        global $DB;
        $contextcolumns = \context_helper::get_preload_record_columns_sql('ctx');
        $this->courses = $DB->get_records_sql("SELECT c.*, {$contextcolumns}
                                                 FROM {course} c
                                                 JOIN {context} ctx ON ctx.instanceid = c.id AND ctx.contextlevel = :level
                                                WHERE c.id {$coursesql}", ['level' => CONTEXT_COURSE] + $params);
        array_map(\context_helper::preload_from_record(...), $this->courses);

        $this->instances = [];
        $instances = $DB->get_records_select('enrol', "enrol = 'manual' AND courseid {$coursesql}", $params,
            'sortorder DESC, id DESC');
        foreach ($instances as $instance) {
            $this->instances[$instance->courseid] = $instance;
        }
    }

    /**
     * Applies one item.
     *
     * @param enrolment_item $item
     * @return array
     */
    private function apply(enrolment_item $item): array {
        $ids = ['userid' => $item->userid, 'courseid' => $item->courseid];
        $this->require_user($item);
        $context = $this->require_course($item);
        if (isset($this->stale[$item->key()])) {
            return ['status' => 'stale'] + $ids;
        }
        $enrolment = $this->enrolments[$item->key()] ?? null;
        $instance = $this->instance($item->courseid);
        if ($enrolment === null) {
            $this->plugin->enrol_user($instance, $item->userid, $item->roleid, $item->timestart, $item->timeend, $item->status);
            $this->remove_other_roles($item, $context, $instance);
            return ['status' => 'created'] + $ids;
        }
        $changes = [...$this->update($item, $enrolment, $instance), ...$this->exchange_role($item, $context, $instance)];
        return $changes === [] ? ['status' => 'skipped'] + $ids : ['status' => 'updated', 'changes' => $changes] + $ids;
    }

    /**
     * Refuses a user who cannot be enrolled.
     *
     * @param enrolment_item $item
     */
    private function require_user(enrolment_item $item): void {
        $user = $this->users[$item->userid] ?? null;
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
    private function require_course(enrolment_item $item): \context_course {
        if (!isset($this->courses[$item->courseid])) {
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
    private function assignable(\context_course $context): array {
        return $this->assignable[$context->instanceid] ??= array_keys(get_assignable_roles($context, ROLENAME_SHORT));
    }

    /**
     * The course's manual enrolment instance; a course without gets one.
     *
     * @param int $courseid
     * @return \stdClass
     */
    private function instance(int $courseid): \stdClass {
        global $DB;
        if (!isset($this->instances[$courseid])) {
            $id = $this->plugin->add_default_instance($this->courses[$courseid]);
            $this->instances[$courseid] = $DB->get_record('enrol', ['id' => $id], '*', MUST_EXIST);
            if ($this->instances[$courseid]->status != ENROL_INSTANCE_ENABLED) {
                $this->plugin->update_status($this->instances[$courseid], ENROL_INSTANCE_ENABLED);
            }
        }
        if ($this->instances[$courseid]->status != ENROL_INSTANCE_ENABLED) {
            throw new item_refused('instancedisabled', 'courseid',
                "courseid: manual enrolment is off in course {$courseid}; switch it on under Participants > Enrolment methods");
        }
        return $this->instances[$courseid];
    }

    /**
     * Updates an enrolment where it differs.
     *
     * @param enrolment_item $item
     * @param \stdClass $enrolment
     * @param \stdClass $instance
     * @return array[] changes
     */
    private function update(enrolment_item $item, \stdClass $enrolment, \stdClass $instance): array {
        $changes = [];
        foreach (['status', 'timestart', 'timeend'] as $field) {
            $before = (int) $enrolment->$field;
            if ($before !== $item->$field) {
                $changes[] = [
                    'field' => $field,
                    'before' => self::shown($field, $before),
                    'after' => self::shown($field, $item->$field),
                ];
            }
        }
        if ($changes !== []) {
            $this->plugin->update_user_enrol($instance, $item->userid, $item->status, $item->timestart, $item->timeend);
        }
        return $changes;
    }

    /**
     * A value in the service's words.
     *
     * @param string $field
     * @param int $value
     * @return string
     */
    private static function shown(string $field, int $value): string {
        if ($field !== 'status') {
            return (string) $value;
        }
        return $value === ENROL_USER_ACTIVE ? 'active' : 'suspended';
    }

    /**
     * Gives the role of the item, then takes away the one that it replaces: there is no moment without any.
     *
     * @param enrolment_item $item
     * @param \context_course $context
     * @param \stdClass $instance
     * @return array[] changes
     */
    private function exchange_role(enrolment_item $item, \context_course $context, \stdClass $instance): array {
        $has = in_array($item->roleid, array_column($this->assignments[$item->key()] ?? [], 'roleid'));
        if (!$has) {
            role_assign($item->roleid, $item->userid, $context->id);
        }
        $removed = $this->remove_other_roles($item, $context, $instance);
        if ($has && $removed === []) {
            return [];
        }
        return [['field' => 'roleid', 'before' => implode(',', $removed), 'after' => (string) $item->roleid]];
    }

    /**
     * Takes away the roles in the course that we or the enrolment gave and that are not the item's.
     *
     * @param enrolment_item $item
     * @param \context_course $context
     * @param \stdClass $instance
     * @return int[] the roles taken away
     */
    private function remove_other_roles(enrolment_item $item, \context_course $context, \stdClass $instance): array {
        $removed = [];
        foreach ($this->assignments[$item->key()] ?? [] as $assignment) {
            $ours = $assignment->component === 'enrol_manual' && $assignment->itemid == $instance->id
                || $assignment->component === '' && in_array((int) $assignment->modifierid, $this->ourselves, true);
            if ($ours && $assignment->roleid != $item->roleid && in_array($assignment->roleid, $this->assignable($context))) {
                role_unassign($assignment->roleid, $item->userid, $context->id, $assignment->component, $assignment->itemid);
                $removed[] = (int) $assignment->roleid;
            }
        }
        return $removed;
    }
}
