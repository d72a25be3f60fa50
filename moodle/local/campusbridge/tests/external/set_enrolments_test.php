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
 * Tests of enrolling users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;

/**
 * Tests of enrolling users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\external\set_enrolments
 * @covers     \local_campusbridge\local\people\enrolment_writer
 * @covers     \local_campusbridge\local\people\enrolment_item
 * @covers     \local_campusbridge\local\people\enrolment_decision
 * @covers     \local_campusbridge\local\people\enrolment_roles
 * @covers     \local_campusbridge\local\people\known_courses
 * @covers     \local_campusbridge\local\people\known_enrolments
 * @covers     \local_campusbridge\local\people\people_dialect
 */
final class set_enrolments_test extends \advanced_testcase {
    /** When Zoho was read, for most items. */
    private const NOW = 1795600000000;

    /** Capabilities of the service's account. */
    private const CAPABILITIES = ['local/campusbridge:use', 'enrol/manual:enrol', 'moodle/role:assign'];

    /** @var \stdClass the course */
    private \stdClass $course;

    /** @var \stdClass the student */
    private \stdClass $user;

    /** @var int[] role ids by short name */
    private array $roles;

    /**
     * A course, a user, and the service's account, which calls.
     */
    protected function setUp(): void {
        global $DB;
        parent::setUp();
        $this->preventResetByRollback();
        $this->resetAfterTest();
        $this->course = $this->getDataGenerator()->create_course();
        $this->user = $this->getDataGenerator()->create_user();
        $this->roles = $DB->get_records_menu('role', null, '', 'shortname, id');
        $this->setUser($this->caller(self::CAPABILITIES));
    }

    /**
     * A new enrolment has its role, status and dates.
     */
    public function test_a_user_is_enrolled(): void {
        $sink = $this->redirectEvents();
        $results = $this->set([$this->item(['timestart' => 1790000000, 'timeend' => 1800000000])]);
        $ids = ['userid' => (int) $this->user->id, 'courseid' => (int) $this->course->id];
        $this->assertSame([$ids + ['status' => 'created']], $results);
        $this->assertSame(['\core\event\user_enrolment_created', '\core\event\role_assigned'], self::names($sink));
        $this->assertEquals([0, 1790000000, 1800000000], $this->enrolment());
        $this->assertSame(['student'], $this->roles_in_course());
    }

    /**
     * A suspended enrolment is possible from the start.
     */
    public function test_a_user_is_enrolled_as_suspended(): void {
        $this->set([$this->item(['status' => 'suspended'])]);
        $this->assertEquals([1, 0, 0], $this->enrolment());
    }

    /**
     * The same again changes nothing and tells nobody.
     */
    public function test_the_same_again_is_skipped(): void {
        global $DB;
        $this->set([$this->item()]);
        $before = [$DB->get_records('user_enrolments'), $DB->get_records('role_assignments')];
        $sink = $this->redirectEvents();
        $this->assertSame('skipped', $this->set([$this->item(['as_of' => self::NOW + 1])])[0]['status']);
        $this->assertSame([], self::names($sink));
        $this->assertEquals($before, [$DB->get_records('user_enrolments'), $DB->get_records('role_assignments')]);
        $this->assertEquals([self::NOW + 1, $this->user->id], array_values((array) $DB->get_record('local_campusbridge_asof',
            ['itemkey' => "{$this->user->id}:{$this->course->id}"], 'asof, userid')));
    }

    /**
     * An update says what stood there before, in one event.
     */
    public function test_an_enrolment_is_updated(): void {
        $this->set([$this->item(['timestart' => 1790000000, 'timeend' => 1800000000])]);
        $sink = $this->redirectEvents();
        [$result] = $this->set([$this->item(['status' => 'suspended', 'timestart' => 1790000000])]);
        $this->assertSame('updated', $result['status']);
        $this->assertSame([
            ['field' => 'status', 'before' => 'active', 'after' => 'suspended'],
            ['field' => 'timeend', 'before' => '1800000000', 'after' => '0'],
        ], $result['changes']);
        $this->assertSame(['\core\event\user_enrolment_updated'], self::names($sink));
        $this->assertEquals([1, 1790000000, 0], $this->enrolment());
    }

    /**
     * Another role replaces the one we gave: first the new one comes, then the old one goes.
     */
    public function test_our_role_is_exchanged(): void {
        $this->set([$this->item()]);
        $sink = $this->redirectEvents();
        [$result] = $this->set([$this->item(['roleid' => (int) $this->roles['editingteacher']])]);
        $this->assertSame([['field' => 'roleid', 'before' => $this->roles['student'], 'after' => $this->roles['editingteacher']]],
            $result['changes']);
        $this->assertSame(['\core\event\role_assigned', '\core\event\role_unassigned'], self::names($sink));
        $this->assertSame(['editingteacher'], $this->roles_in_course());
    }

    /**
     * A role that a person gave, or another plugin, stays.
     */
    public function test_the_role_of_somebody_else_stays(): void {
        $us = $GLOBALS['USER'];
        $this->setAdminUser();
        $this->getDataGenerator()->enrol_user($this->user->id, $this->course->id, 'student');
        role_assign($this->roles['student'], $this->user->id, \context_course::instance($this->course->id), 'enrol_cohort', 7);
        $this->setUser($us);
        [$result] = $this->set([$this->item(['roleid' => (int) $this->roles['editingteacher']])]);
        $this->assertSame([['field' => 'roleid', 'before' => '', 'after' => $this->roles['editingteacher']]], $result['changes']);
        $this->assertSame(['editingteacher', 'student', 'student'], $this->roles_in_course());
    }

    /**
     * A role that an earlier account of the service gave is ours as well; one that the caller may not assign is left alone.
     */
    public function test_which_roles_are_ours(): void {
        global $DB, $USER;
        $earlier = $this->getDataGenerator()->create_user();
        set_config('serviceuserid', $earlier->id, 'local_campusbridge');
        $this->set([$this->item()]);
        $DB->set_field('role_assignments', 'modifierid', $earlier->id, ['userid' => $this->user->id]);
        $context = \context_course::instance($this->course->id);
        role_assign($this->roles['manager'], $this->user->id, $context);
        $this->assertEquals($USER->id, $DB->get_field('role_assignments', 'modifierid', ['roleid' => $this->roles['manager'],
            'userid' => $this->user->id]));
        $this->set([$this->item(['roleid' => (int) $this->roles['editingteacher']])]);
        $this->assertSame(['editingteacher', 'manager'], $this->roles_in_course());
    }

    /**
     * What was read earlier than what was applied last changes nothing.
     */
    public function test_an_older_item_is_stale(): void {
        $this->set([$this->item()]);
        $sink = $this->redirectEvents();
        [$result] = $this->set([$this->item(['status' => 'suspended', 'as_of' => self::NOW - 1])]);
        $this->assertSame('stale', $result['status']);
        $this->assertSame([], self::names($sink));
        $this->assertEquals([0, 0, 0], $this->enrolment());
    }

    /**
     * A course that lost its manual enrolment gets it back, once for all items.
     */
    public function test_a_missing_instance_is_added(): void {
        global $DB;
        $DB->delete_records('enrol', ['courseid' => $this->course->id]);
        $other = $this->getDataGenerator()->create_user();
        $results = $this->set([$this->item(), $this->item(['userid' => (int) $other->id])]);
        $this->assertSame(['created', 'created'], array_column($results, 'status'));
        $this->assertSame(1, $DB->count_records('enrol', ['courseid' => $this->course->id, 'enrol' => 'manual', 'status' => 0]));
    }

    /**
     * An instance that somebody switched off stays off.
     */
    public function test_an_instance_switched_off_is_not_used(): void {
        global $DB;
        $DB->set_field('enrol', 'status', ENROL_INSTANCE_DISABLED, ['courseid' => $this->course->id, 'enrol' => 'manual']);
        $this->assertSame(['instancedisabled', 'courseid'], $this->refusal($this->item()));
        $this->assertSame([], $this->roles_in_course());
    }

    /**
     * Without manual enrolment on the site nothing can be done for any item.
     */
    public function test_manual_enrolment_switched_off(): void {
        set_config('enrol_plugins_enabled', 'guest,self');
        $this->expectException(\moodle_exception::class);
        $this->expectExceptionMessage('Manual enrolment is switched off on this site');
        $this->set([$this->item()]);
    }

    /**
     * Wrong fields of an item, the code and the field of the refusal.
     *
     * @return array[]
     */
    public static function wrong_field_provider(): array {
        $missing = [];
        foreach (['userid', 'courseid', 'roleid', 'status', 'timestart', 'timeend', 'as_of'] as $field) {
            $missing["no {$field}"] = [[$field => null], 'missing', $field];
        }
        return $missing + [
            'a user as text' => [['userid' => '5'], 'invalid', 'userid'],
            'a user that does not exist' => [['userid' => 987654], 'usernotfound', 'userid'],
            'a course that does not exist' => [['courseid' => 987654], 'coursenotfound', 'courseid'],
            'the front page' => [['courseid' => 1], 'frontpage', 'courseid'],
            'a role that does not exist' => [['roleid' => 987654], 'rolenotassignable', 'roleid'],
            'an unknown status' => [['status' => 'gone'], 'invalid', 'status'],
            'a status as number' => [['status' => 0], 'invalid', 'status'],
            'a blank status' => [['status' => ''], 'invalid', 'status'],
            'a negative start' => [['timestart' => -1], 'invalid', 'timestart'],
            'an end before the start' => [['timestart' => 1800000000, 'timeend' => 1790000000], 'invalid', 'timeend'],
            'an end in text' => [['timeend' => '2026-12-01'], 'invalid', 'timeend'],
            'as_of in seconds' => [['as_of' => 1795600000], 'invalid', 'as_of'],
            'an unknown field' => [['suspend' => 1], 'unknownfield', 'suspend'],
        ];
    }

    /**
     * Every refusal names the field; nothing is written.
     *
     * @dataProvider wrong_field_provider
     * @param array $wrong
     * @param string $error
     * @param string $field
     */
    public function test_a_wrong_field_is_named(array $wrong, string $error, string $field): void {
        global $DB;
        $this->assertSame([$error, $field], $this->refusal($this->item($wrong)));
        $this->assertSame(0, $DB->count_records('user_enrolments'));
        $this->assertSame(0, $DB->count_records('local_campusbridge_asof'));
    }

    /**
     * Users whom core does not enrol either.
     */
    public function test_some_users_are_not_enrolled(): void {
        global $CFG;
        $deleted = $this->getDataGenerator()->create_user();
        delete_user($deleted);
        $unconfirmed = $this->getDataGenerator()->create_user(['confirmed' => 0]);
        $cases = ['userdeleted' => $deleted->id, 'usernotconfirmed' => $unconfirmed->id, 'userguest' => $CFG->siteguest];
        foreach ($cases as $error => $userid) {
            $this->assertSame([$error, 'userid'], $this->refusal($this->item(['userid' => (int) $userid])));
        }
        $suspended = $this->getDataGenerator()->create_user(['suspended' => 1]);
        $this->assertSame('created', $this->set([$this->item(['userid' => (int) $suspended->id])])[0]['status']);
    }

    /**
     * A role that the service may not assign is refused.
     */
    public function test_a_role_that_may_not_be_assigned(): void {
        $manager = (int) $this->roles['manager'];
        $this->assertSame(['rolenotassignable', 'roleid'], $this->refusal($this->item(['roleid' => $manager])));
        $this->setUser($this->caller(['local/campusbridge:use', 'enrol/manual:enrol']));
        $this->assertSame(['rolenotassignable', 'roleid'], $this->refusal($this->item()));
    }

    /**
     * The capability to enrol counts in the course, not only at system level.
     */
    public function test_the_capability_counts_in_the_course(): void {
        global $DB, $USER;
        $closed = $this->getDataGenerator()->create_course();
        $roleid = $DB->get_field('role_assignments', 'roleid', ['userid' => $USER->id, 'contextid' => SYSCONTEXTID]);
        assign_capability('enrol/manual:enrol', CAP_PROHIBIT, $roleid, \context_course::instance($closed->id));
        $results = $this->set([$this->item(), $this->item(['courseid' => (int) $closed->id])]);
        $this->assertSame(['created', 'refused'], array_column($results, 'status'));
        $this->assertSame(['nopermission', 'courseid'], [$results[1]['error'], $results[1]['field']]);
    }

    /**
     * One user and course twice in one call is a mistake of the caller.
     */
    public function test_one_pair_twice_in_a_call_is_refused(): void {
        $results = $this->set([$this->item(), $this->item(['status' => 'suspended'])]);
        $this->assertSame(['created', 'refused'], array_column($results, 'status'));
        $this->assertSame('twice', $results[1]['error']);
        $this->assertEquals([0, 0, 0], $this->enrolment());
    }

    /**
     * Every item of a mixed batch gets its own result, in order; what was undone leaves nothing behind.
     */
    public function test_a_mixed_batch(): void {
        global $DB;
        $users = array_map(fn(): \stdClass => $this->getDataGenerator()->create_user(), range(1, 4));
        $this->set([$this->item(), $this->item(['userid' => (int) $users[0]->id]), $this->item(['userid' => (int) $users[1]->id])]);
        $results = $this->set([
            $this->item(['as_of' => self::NOW - 1]),
            $this->item(['userid' => (int) $users[0]->id]),
            $this->item(['userid' => (int) $users[1]->id, 'status' => 'suspended']),
            $this->item(['userid' => (int) $users[2]->id]),
            $this->item(['userid' => (int) $users[2]->id, 'courseid' => 987654]),
            $this->item(['userid' => (int) $users[3]->id]),
        ]);
        $this->assertSame(['stale', 'skipped', 'updated', 'created', 'refused', 'created'], array_column($results, 'status'));
        $this->assertSame(5, $DB->count_records('user_enrolments'));
        $this->assertSame(5, $DB->count_records('local_campusbridge_asof'));
    }

    /**
     * Without our own capability nothing is even looked at.
     */
    public function test_a_caller_without_the_capability_is_refused(): void {
        $this->setUser($this->caller(['enrol/manual:enrol', 'moodle/role:assign']));
        $this->expectException(\required_capability_exception::class);
        set_enrolments::execute('[]');
    }

    /**
     * A hundred unchanged enrolments cost a handful of queries.
     */
    public function test_unchanged_enrolments_cost_few_queries(): void {
        global $DB;
        $courses = array_map(fn(): int => (int) $this->getDataGenerator()->create_course()->id, range(1, 2));
        $users = array_map(fn(): int => (int) $this->getDataGenerator()->create_user()->id, range(1, 20));
        $items = [];
        foreach ($users as $n => $userid) {
            $items[] = $this->item(['userid' => $userid, 'courseid' => $courses[$n % 2]]);
        }
        $this->set($items);
        $queries = $DB->perf_get_queries();
        $this->assertSame(['skipped' => 20], array_count_values(array_column($this->set($items), 'status')));
        $this->assertLessThan(20, $DB->perf_get_queries() - $queries);
    }

    /**
     * An item as the service sends it.
     *
     * @param array $fields what is different; null leaves a field out
     * @return array
     */
    private function item(array $fields = []): array {
        return array_filter(array_merge([
            'userid' => (int) $this->user->id,
            'courseid' => (int) $this->course->id,
            'roleid' => (int) $this->roles['student'],
            'status' => 'active',
            'timestart' => 0,
            'timeend' => 0,
            'as_of' => self::NOW,
        ], $fields), fn($value): bool => $value !== null);
    }

    /**
     * Calls the function as the web service does.
     *
     * @param array[] $items
     * @return array[]
     */
    private function set(array $items): array {
        $answer = set_enrolments::execute(json_encode($items));
        return external_api::clean_returnvalue(set_enrolments::execute_returns(), $answer)['results'];
    }

    /**
     * Why an item alone is refused.
     *
     * @param array $item
     * @return string[] code and field
     */
    private function refusal(array $item): array {
        [$result] = $this->set([$item]);
        $this->assertSame('refused', $result['status']);
        return [$result['error'], $result['field']];
    }

    /**
     * The user's enrolment in the course.
     *
     * @return array status, start and end
     */
    private function enrolment(): array {
        global $DB;
        $enrolment = $DB->get_record('user_enrolments', ['userid' => $this->user->id], 'status, timestart, timeend', MUST_EXIST);
        return array_values((array) $enrolment);
    }

    /**
     * The short names of the user's roles in the course.
     *
     * @return string[]
     */
    private function roles_in_course(): array {
        $names = array_column(get_user_roles(\context_course::instance($this->course->id), $this->user->id, false), 'shortname');
        sort($names);
        return $names;
    }

    /**
     * The names of the events that happened.
     *
     * @param \phpunit_event_sink $sink
     * @return string[]
     */
    private static function names(\phpunit_event_sink $sink): array {
        return array_map(fn(\core\event\base $event): string => $event->eventname, $sink->get_events());
    }

    /**
     * An account with some capabilities at system level, which may assign students and teachers.
     *
     * @param string[] $capabilities
     * @return \stdClass
     */
    private function caller(array $capabilities): \stdClass {
        global $DB;
        $roleid = $this->getDataGenerator()->create_role();
        foreach ($capabilities as $capability) {
            assign_capability($capability, CAP_ALLOW, $roleid, SYSCONTEXTID);
        }
        foreach (['student', 'editingteacher'] as $shortname) {
            core_role_set_assign_allowed($roleid, $DB->get_field('role', 'id', ['shortname' => $shortname]));
        }
        $user = $this->getDataGenerator()->create_user();
        role_assign($roleid, $user->id, SYSCONTEXTID);
        return $user;
    }
}
