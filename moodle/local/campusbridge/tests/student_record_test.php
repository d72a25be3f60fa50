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
 * Tests of the reading side.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge;

use local_campusbridge\local\records\class_item;
use local_campusbridge\local\records\finance_records;
use local_campusbridge\local\records\grade_item;
use local_campusbridge\local\records\payment_records;
use local_campusbridge\local\records\profile_item;
use local_campusbridge\local\records\registration_records;
use local_campusbridge\local\records\single_records;
use local_campusbridge\tests\record_items;

/**
 * What pages read of a student.
 *
 * @covers \local_campusbridge\student_record
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class student_record_test extends \advanced_testcase {
    /** @var record_items */
    private record_items $items;

    /** @var int a student */
    private int $userid;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $this->items = new record_items();
        $this->userid = (int) self::getDataGenerator()->create_user()->id;
    }

    /**
     * Of somebody unknown there is nothing, and no error.
     */
    public function test_nothing_is_known(): void {
        $record = student_record::of($this->userid);
        $this->assertNull($record->profile());
        $this->assertNull($record->finance());
        foreach (['registrations', 'instalments', 'payments', 'grades', 'classes'] as $part) {
            $this->assertSame([], $record->$part(), $part);
        }
    }

    /**
     * Everything is told in few queries, and nothing of others.
     */
    public function test_a_student_and_nobody_else(): void {
        global $DB;
        $other = (int) self::getDataGenerator()->create_user()->id;
        $course = self::getDataGenerator()->create_course();
        self::getDataGenerator()->enrol_user($this->userid, $course->id);
        foreach ([$this->userid, $other] as $userid) {
            $student = $this->items->zohoid();
            $ids = ['userid' => $userid];
            finance_records::set([$this->items->finance_item($ids + ['zohoid' => $student])]);
            registration_records::set([$this->items->registration_item($ids + ['student' => $student])]);
            $profile = $this->items->profile_item($ids + ['zohoid' => $student]);
            single_records::set([$profile], profile_item::class, 'local_campusbridge_profiles');
            single_records::set([$this->items->grade_item($ids)], grade_item::class, 'local_campusbridge_grades');
        }
        $class = $this->items->class_item(['courseid' => (int) $course->id]);
        single_records::set([$class], class_item::class, 'local_campusbridge_classes');

        $reads = $DB->perf_get_reads();
        $record = student_record::of($this->userid);
        $this->assertSame('ST-0042', $record->profile()->studentid);
        $this->assertSame(['Level 5'], array_column($record->registrations(), 'level'));
        $finance = $record->finance();
        $this->assertSame(
            ['USD', '6250.00', '20.00', '1250.00', '5000.00', '1500.00', '3500.00', 1760000000000],
            [$finance->currency, $finance->total, $finance->scholarshippercent, $finance->scholarshipamount, $finance->net,
                $finance->paid, $finance->remaining, $finance->asof]
        );
        $this->assertEquals([
            (object) ['number' => 1, 'duedate' => '2026-09-01', 'amount' => '2500.00', 'paid' => '1500.00', 'currency' => 'USD',
                'registration' => ''],
            (object) ['number' => 2, 'duedate' => '2027-02-01', 'amount' => '2500.00', 'paid' => '0.00', 'currency' => 'USD',
                'registration' => ''],
        ], $record->instalments());
        $this->assertEquals([(object) [
            'number' => 'PAY-1', 'date' => '2026-09-03', 'amount' => '1500.00', 'method' => 'Bank Transfer',
            'purpose' => 'Study Fees', 'currency' => 'USD', 'voided' => false,
        ]], $record->payments());
        $grade = $record->grades()[0];
        $this->assertSame(['M', 1, '2026-11-20', 4], [$grade->result, $grade->attempt, $grade->date, count($grade->criteria)]);
        $this->assertEquals((object) ['code' => 'P1', 'met' => true], $grade->criteria[0]);
        $this->assertCount(1, $record->grades());
        $this->assertSame([$class['zohoid']], array_column($record->classes(), 'zohoid'));
        $this->assertTrue($record->config()->show_finance);
        $this->assertLessThan(10, $DB->perf_get_reads() - $reads);
    }

    /**
     * Only released results are told.
     */
    public function test_only_released_results(): void {
        $items = [];
        foreach (grade_item::STATUSES as $status) {
            $items[] = $this->items->grade_item(['userid' => $this->userid, 'status' => $status, 'unit_name' => $status]);
        }
        single_records::set($items, grade_item::class, 'local_campusbridge_grades');
        $this->assertSame(['Released'], array_column(student_record::of($this->userid)->grades(), 'unitname'));
    }

    /**
     * A result that is taken back is no longer told.
     */
    public function test_a_result_that_is_taken_back(): void {
        $item = $this->items->grade_item(['userid' => $this->userid]);
        single_records::set([$item], grade_item::class, 'local_campusbridge_grades');
        $takenback = ['as_of' => 1760000000001, 'status' => 'In review'] + $item;
        single_records::set([$takenback], grade_item::class, 'local_campusbridge_grades');
        $this->assertSame([], student_record::of($this->userid)->grades());
    }

    /**
     * The schedule of a registration takes the place of the one in the student record.
     */
    public function test_never_both_schedules(): void {
        $finance = $this->items->finance_item(['userid' => $this->userid]);
        finance_records::set([$finance]);
        $registration = $this->items->registration_item([
            'userid' => $this->userid, 'student' => $finance['zohoid'], 'as_of' => $finance['as_of'] + 1,
            'instalments' => [['number' => 1, 'amount' => '7', 'currency' => 'USD']],
        ]);
        registration_records::set([$registration]);
        $instalments = student_record::of($this->userid)->instalments();
        $this->assertSame([$registration['zohoid']], array_column($instalments, 'registration'));
        registration_records::delete([['zohoid' => $registration['zohoid'], 'as_of' => $finance['as_of'] + 2]]);
        $this->assertSame(['', ''], array_column(student_record::of($this->userid)->instalments(), 'registration'));
        $this->assertSame([], student_record::of($this->userid)->registrations());
    }

    /**
     * A payment in another currency: nobody can say what remains.
     */
    public function test_currencies_that_differ(): void {
        $finance = $this->items->finance_item(['userid' => $this->userid]);
        finance_records::set([$finance]);
        payment_records::add([$this->items->payment_item([
            'student' => $finance['zohoid'], 'userid' => $this->userid, 'amount' => '900', 'currency' => 'TRY',
        ])]);
        $record = student_record::of($this->userid);
        $this->assertSame('1500.00', $record->finance()->paid);
        $this->assertNull($record->finance()->remaining);
        $this->assertCount(2, $record->payments());
    }

    /**
     * A voided payment is shown and does not count.
     */
    public function test_a_voided_payment(): void {
        $finance = $this->items->finance_item(['userid' => $this->userid]);
        finance_records::set([$finance]);
        payment_records::void([['zohoid' => $finance['payments'][0]['zohoid'], 'as_of' => $finance['as_of']]]);
        $record = student_record::of($this->userid);
        $this->assertSame([true], array_column($record->payments(), 'voided'));
        $this->assertSame(['0.00', '5000.00'], [$record->finance()->paid, $record->finance()->remaining]);
    }

    /**
     * Two student records of one account: the one read last counts, and their payments do not mix.
     */
    public function test_two_student_records_of_one_account(): void {
        $old = $this->items->finance_item(['userid' => $this->userid]);
        $values = ['userid' => $this->userid, 'as_of' => $old['as_of'] + 1, 'net_amount' => '100', 'payments' => []];
        $new = $this->items->finance_item($values);
        finance_records::set([$new, $old]);
        $record = student_record::of($this->userid);
        $this->assertSame(['0.00', '100.00'], [$record->finance()->paid, $record->finance()->remaining]);
        $this->assertSame([], $record->payments());
        $this->assertCount(2, $record->instalments());
    }

    /**
     * Classes of courses the student left are not told.
     */
    public function test_classes_of_active_enrolments_only(): void {
        $course = self::getDataGenerator()->create_course();
        self::getDataGenerator()->enrol_user($this->userid, $course->id, null, 'manual', 0, 0, ENROL_USER_SUSPENDED);
        $class = $this->items->class_item(['courseid' => (int) $course->id]);
        single_records::set([$class], class_item::class, 'local_campusbridge_classes');
        $this->assertSame([], student_record::of($this->userid)->classes());
    }
}
