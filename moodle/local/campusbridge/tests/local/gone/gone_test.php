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
 * What is kept of users and courses that Moodle has no longer.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\gone;

use local_campusbridge\local\asof;
use local_campusbridge\local\outbox\outbox;
use local_campusbridge\local\records\class_item;
use local_campusbridge\local\records\finance_records;
use local_campusbridge\local\records\grade_item;
use local_campusbridge\local\records\payment_records;
use local_campusbridge\local\records\person_records;
use local_campusbridge\local\records\profile_item;
use local_campusbridge\local\records\registration_records;
use local_campusbridge\local\records\single_records;
use local_campusbridge\task\clean_records;
use local_campusbridge\tests\record_items;

/**
 * A deleted user's records go at once, or at night; a suspended one's stay.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\gone\observer
 * @covers     \local_campusbridge\local\gone\leftovers
 * @covers     \local_campusbridge\local\records\person_records
 * @covers     \local_campusbridge\local\asof
 * @covers     \local_campusbridge\task\clean_records
 */
final class gone_test extends \advanced_testcase {
    /** @var record_items */
    private record_items $items;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $this->setAdminUser();
        $this->items = new record_items();
        set_config('outboxenabled', 1, 'local_campusbridge');
    }

    /**
     * Somebody with a row in every table, who teaches a class too.
     *
     * @return \stdClass user
     */
    private function person(): \stdClass {
        $user = self::getDataGenerator()->create_user();
        $ids = ['userid' => (int) $user->id];
        $instalment = ['number' => 1, 'due_date' => '2026-10-01', 'amount' => '100', 'currency' => 'USD'];
        finance_records::set([$this->items->finance_item($ids)]);
        registration_records::set([$this->items->registration_item($ids + ['instalments' => [$instalment]])]);
        single_records::set([$this->items->profile_item($ids)], profile_item::class, 'local_campusbridge_profiles');
        single_records::set([$this->items->grade_item($ids)], grade_item::class, 'local_campusbridge_grades');
        $this->class_of($user);
        $key = "{$user->id}:" . SITEID;
        asof::claim('enrolment', [$key => 50], [$key => (int) $user->id]);
        return $user;
    }

    /**
     * A class that somebody teaches.
     *
     * @param \stdClass $user
     * @return string its Zoho id
     */
    private function class_of(\stdClass $user): string {
        $class = $this->items->class_item(['teacherid' => (int) $user->id]);
        single_records::set([$class], class_item::class, 'local_campusbridge_classes');
        return $class['zohoid'];
    }

    /**
     * How many rows there are about somebody in each table.
     *
     * @param \stdClass $user
     * @return int[]
     */
    private static function rows(\stdClass $user): array {
        global $DB;
        $tables = [...person_records::TABLES, asof::TABLE];
        $rows = array_map(fn(string $table): int => $DB->count_records($table, ['userid' => $user->id]), $tables);
        return [...$rows, $DB->count_records('local_campusbridge_classes', ['teacherid' => $user->id])];
    }

    /**
     * Takes somebody's account away without telling anybody, as while the plugin was not there.
     *
     * @param \stdClass $user
     */
    private static function delete_silently(\stdClass $user): void {
        global $DB;
        $DB->set_field('user', 'deleted', 1, ['id' => $user->id]);
    }

    /**
     * No table with rows of people is forgotten.
     */
    public function test_every_table_of_people_is_known(): void {
        global $DB;
        $ofpeople = [];
        foreach ($DB->get_tables(false) as $table) {
            if (str_starts_with($table, 'local_campusbridge_') && isset($DB->get_columns($table)['userid'])) {
                $ofpeople[] = $table;
            }
        }
        $this->assertEqualsCanonicalizing([...person_records::TABLES, asof::TABLE, outbox::TABLE], $ofpeople);
    }

    /**
     * Deleting an account takes the records with it. The row that tells the service stays, and so does everybody else's.
     */
    public function test_a_deleted_user_leaves_nothing_but_the_row_of_the_outbox(): void {
        global $DB;
        [$gone, $stays] = [$this->person(), $this->person()];
        $before = self::rows($stays);
        $this->assertNotContains(0, self::rows($gone));
        delete_user($gone);
        $this->assertSame([0], array_values(array_unique(self::rows($gone))));
        $this->assertSame($before, self::rows($stays));
        $this->assertSame(2, $DB->count_records('local_campusbridge_classes'), 'classes stay, without a teacher');
        $row = $DB->get_record(outbox::TABLE, ['eventtype' => 'user_deleted'], '*', MUST_EXIST);
        $this->assertEquals((object) ['userid' => (int) $gone->id], json_decode($row->data));
        $this->assertEquals($gone->id, $row->userid);
    }

    /**
     * A suspended account is not a deleted one.
     */
    public function test_a_suspended_user_keeps_everything(): void {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');
        $user = $this->person();
        $before = self::rows($user);
        user_update_user(['id' => $user->id, 'suspended' => 1], false);
        $this->assertSame(['people' => 0, 'ages' => 0], leftovers::clean_up());
        $this->assertSame($before, self::rows($user));
        $this->assertNotContains(0, $before);
    }

    /**
     * What the observer missed is found at night; nothing else is touched.
     */
    public function test_what_was_missed_is_found_at_night(): void {
        global $DB;
        [$gone, $teacher, $stays] = [$this->person(), self::getDataGenerator()->create_user(), $this->person()];
        $zohoid = $this->class_of($teacher);
        $before = self::rows($stays);
        self::delete_silently($gone);
        $DB->delete_records('user', ['id' => $teacher->id]);
        ob_start();
        \core\task\manager::get_scheduled_task(clean_records::class)->execute();
        $this->assertStringContainsString('Records of 2 deleted users', ob_get_clean());
        $this->assertSame([0], array_values(array_unique(self::rows($gone))));
        $this->assertSame($before, self::rows($stays));
        $class = $DB->get_record('local_campusbridge_classes', ['zohoid' => $zohoid], '*', MUST_EXIST);
        $this->assertSame([null, null], [$class->teacherid, $class->hash]);
        $this->assertSame(['people' => 0, 'ages' => 0], leftovers::clean_up());
    }

    /**
     * Times of reading go with the user or the course; those of what was deleted on purpose stay.
     */
    public function test_times_of_what_is_gone_go(): void {
        global $DB;
        [$user, $silently] = [self::getDataGenerator()->create_user(), self::getDataGenerator()->create_user()];
        [$course, $deleted] = [self::getDataGenerator()->create_course(), self::getDataGenerator()->create_course()];
        $whose = [
            "{$user->id}:{$course->id}" => (int) $user->id,
            "{$user->id}:{$deleted->id}" => (int) $user->id,
            "{$silently->id}:{$course->id}" => (int) $silently->id,
        ];
        asof::claim('enrolment', array_fill_keys(array_keys($whose), 50), $whose);
        asof::claim('user', ['100000000000000001' => 50, '100000000000000002' => 50]);
        asof::belongs_to('user', '100000000000000001', (int) $user->id);
        asof::belongs_to('user', '100000000000000002', (int) $silently->id);
        asof::claim('template', ['100000000000000003' => 50]);
        delete_course($deleted, false);
        self::delete_silently($silently);
        $this->assertSame(['people' => 0, 'ages' => 3], leftovers::clean_up());
        $this->assertEqualsCanonicalizing(
            ["{$user->id}:{$course->id}", '100000000000000001', '100000000000000003'],
            $DB->get_fieldset_select(asof::TABLE, 'itemkey', '')
        );
    }

    /**
     * When a student record moved to another account, its next item must not find itself unchanged without its payments.
     */
    public function test_what_remains_of_a_student_is_compared_again(): void {
        global $DB;
        [$old, $new] = [self::getDataGenerator()->create_user(), self::getDataGenerator()->create_user()];
        $item = $this->items->finance_item(['userid' => (int) $new->id]);
        finance_records::set([$item]);
        $DB->set_field(payment_records::TABLE, 'userid', $old->id, ['student' => $item['zohoid']]);
        delete_user($old);
        $this->assertSame(0, $DB->count_records(payment_records::TABLE));
        $again = ['as_of' => $item['as_of'] + 1] + $item;
        $this->assertSame('updated', finance_records::set([$again])[0]['status']);
        $this->assertSame(1, $DB->count_records(payment_records::TABLE, ['userid' => $new->id]));
    }

    /**
     * A failure reaches nobody who deletes a user.
     */
    public function test_a_failure_stays_inside(): void {
        global $DB;
        $user = self::getDataGenerator()->create_user();
        $event = \core\event\user_deleted::create([
            'objectid' => $user->id,
            'relateduserid' => $user->id,
            'context' => \context_user::instance($user->id),
            'other' => [
                'username' => $user->username, 'email' => '', 'idnumber' => '', 'picture' => 0, 'mnethostid' => 1,
            ],
        ]);
        $mine = $DB;
        $DB = $this->createStub(get_class($mine));
        $DB->method('get_in_or_equal')->willThrowException(new \dml_exception('dmlreadexception'));
        try {
            observer::user_deleted($event);
        } finally {
            $DB = $mine;
        }
        $this->assertDebuggingCalled('Campusbridge did not let go of a deleted user: dml_exception');
    }
}
