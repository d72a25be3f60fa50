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

use local_campusbridge\local\batch;
use local_campusbridge\local\item_refused;

/**
 * Brings manual enrolments and the role that goes with them into step with the items of local_campusbridge_set_enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_writer {
    /** @var \enrol_plugin the manual enrolment plugin */
    private readonly \enrol_plugin $plugin;

    /** @var known_enrolments what stands */
    private readonly known_enrolments $known;

    /** @var enrolment_decision who may be enrolled where */
    private readonly enrolment_decision $decision;

    /** @var enrolment_roles the roles that go with it */
    private readonly enrolment_roles $roles;

    /**
     * Use {@see run()}.
     *
     * @throws \moodle_exception when manual enrolment is switched off
     */
    private function __construct() {
        if (!enrol_is_enabled('manual')) {
            throw new \moodle_exception('manualenrolmentoff', 'local_campusbridge');
        }
        $this->plugin = enrol_get_plugin('manual');
        $this->known = new known_enrolments();
        $this->decision = new enrolment_decision($this->known);
        $this->roles = new enrolment_roles($this->known, $this->decision);
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
        }, $writer->known->load(...));
    }

    /**
     * Applies one item.
     *
     * @param enrolment_item $item
     * @return array
     */
    private function apply(enrolment_item $item): array {
        $ids = ['userid' => $item->userid, 'courseid' => $item->courseid];
        $this->decision->require_user($item);
        $context = $this->decision->require_course($item);
        if ($this->known->is_stale($item)) {
            return ['status' => 'stale'] + $ids;
        }
        $enrolment = $this->known->enrolment($item);
        $instance = $this->instance($item->courseid);
        if ($enrolment === null) {
            $this->plugin->enrol_user($instance, $item->userid, $item->roleid, $item->timestart, $item->timeend, $item->status);
            $this->roles->remove_others($item, $context, $instance);
            return ['status' => 'created'] + $ids;
        }
        $changes = [...$this->update($item, $enrolment, $instance), ...$this->roles->exchange($item, $context, $instance)];
        return $changes === [] ? ['status' => 'skipped'] + $ids : ['status' => 'updated', 'changes' => $changes] + $ids;
    }

    /**
     * The course's manual enrolment instance; a course without gets one.
     *
     * @param int $courseid
     * @return \stdClass
     */
    private function instance(int $courseid): \stdClass {
        global $DB;
        $instance = $this->known->courses->instance($courseid);
        if ($instance === null) {
            $id = $this->plugin->add_default_instance($this->known->courses->get($courseid));
            $instance = $DB->get_record('enrol', ['id' => $id], '*', MUST_EXIST);
            if ($instance->status != ENROL_INSTANCE_ENABLED) {
                $this->plugin->update_status($instance, ENROL_INSTANCE_ENABLED);
            }
            $this->known->courses->add_instance($instance);
        }
        if ($instance->status != ENROL_INSTANCE_ENABLED) {
            throw new item_refused('instancedisabled', 'courseid',
                "courseid: manual enrolment is off in course {$courseid}; switch it on under Participants > Enrolment methods");
        }
        return $instance;
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
}
