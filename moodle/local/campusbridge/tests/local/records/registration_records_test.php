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
 * Tests of registrations.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\tests\record_items;

/**
 * Registrations and their instalments.
 *
 * @covers \local_campusbridge\local\records\registration_records
 * @covers \local_campusbridge\local\records\schedule
 * @covers \local_campusbridge\local\records\later_deletions
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class registration_records_test extends \advanced_testcase {
    /** When the other side was read first. */
    private const T0 = 1760000000000;

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
     * Sends one item.
     *
     * @param array $item
     * @return string the status
     */
    private static function set(array $item): string {
        return registration_records::set([$item])[0]['status'];
    }

    /**
     * Stored instalments.
     *
     * @return \stdClass[]
     */
    private static function instalments(): array {
        global $DB;
        return array_values($DB->get_records(schedule::TABLE, null, 'instalmentno'));
    }

    /**
     * A registration comes, is the same, changes, and is old news.
     */
    public function test_a_registration_is_brought_into_step(): void {
        global $DB;
        $item = $this->items->registration_item(['userid' => $this->userid]);
        $this->assertSame('created', self::set($item));
        $this->assertSame('skipped', self::set(['as_of' => self::T0 + 1] + $item));
        $graduated = ['as_of' => self::T0 + 2, 'status' => 'Graduated', 'end_date' => '2027-06-30'];
        $this->assertSame('updated', self::set($graduated + $item));
        $this->assertSame('stale', self::set(['as_of' => self::T0 + 1] + $item));
        $row = $DB->get_record(registration_records::TABLE, [], '*', MUST_EXIST);
        $this->assertSame(
            ['BTEC Computing', 'Level 5', 'Graduated', '2026-09-01', '2027-06-30', self::T0 + 2],
            [$row->programme, $row->studylevel, $row->status, $row->startdate, $row->enddate, (int) $row->asof]
        );
    }

    /**
     * The deletion came before the registration itself, which was read earlier.
     */
    public function test_a_registration_deleted_before_it_came_stays_away(): void {
        global $DB;
        $item = $this->items->registration_item(['userid' => $this->userid]);
        $deletion = ['zohoid' => $item['zohoid'], 'as_of' => self::T0 + 7];
        $this->assertSame('skipped', registration_records::delete([$deletion])[0]['status']);
        $this->assertSame('stale', self::set(['as_of' => self::T0 + 6] + $item));
        $this->assertSame(0, $DB->count_records(registration_records::TABLE));
        $instalment = ['number' => 1, 'due_date' => '2026-10-01', 'amount' => '100', 'currency' => 'USD'];
        $finance = $this->items->finance_item([
            'userid' => $this->userid,
            'as_of' => self::T0 + 6,
            'payments' => [],
            'instalments' => [$instalment, $instalment + ['registration' => $item['zohoid']]],
        ]);
        $this->assertSame('created', finance_records::set([$finance])[0]['status']);
        $this->assertSame([''], array_column(self::instalments(), 'registration'), 'nor do its instalments come');
        $this->assertSame('created', self::set(['as_of' => self::T0 + 8] + $item), 'it was restored since');
        $this->assertSame('updated', finance_records::set([['as_of' => self::T0 + 8] + $finance])[0]['status']);
        $this->assertCount(2, self::instalments());
    }

    /**
     * Instalments follow, by difference; an item without them leaves them.
     */
    public function test_instalments_are_changed_by_difference(): void {
        $item = $this->items->registration_item(['userid' => $this->userid]);
        $one = ['number' => 1, 'due_date' => '2026-10-01', 'amount' => '100', 'currency' => 'USD'];
        $two = ['number' => 2, 'due_date' => '2026-11-01', 'amount' => '200', 'paid' => '50', 'currency' => 'USD'];
        $this->assertSame('created', self::set($item + ['instalments' => [$one, $two]]));
        $before = self::instalments();
        $this->assertSame([$item['zohoid'], $item['zohoid']], array_column($before, 'registration'));
        $two['paid'] = '200';
        $this->assertSame('updated', self::set(['as_of' => self::T0 + 1, 'instalments' => [$one, $two]] + $item));
        $after = self::instalments();
        $this->assertEquals($before[0], $after[0]);
        $this->assertSame([$before[1]->id, '200.00'], [$after[1]->id, $after[1]->paid]);
        $this->assertSame('updated', self::set(['as_of' => self::T0 + 2, 'status' => 'Freeze'] + $item));
        $this->assertCount(2, self::instalments());
        $this->assertSame('updated', self::set(['as_of' => self::T0 + 3, 'status' => 'Freeze', 'instalments' => []] + $item));
        $this->assertSame([], self::instalments());
    }

    /**
     * Instalments follow the registration to another account and another student record, whether the item carries them or not.
     */
    public function test_instalments_follow_the_registration(): void {
        $instalments = [
            ['number' => 1, 'amount' => '100', 'currency' => 'USD'],
            ['number' => 2, 'amount' => '50', 'currency' => 'USD'],
        ];
        $item = $this->items->registration_item(['userid' => $this->userid]);
        self::set($item + ['instalments' => $instalments]);
        $other = (int) self::getDataGenerator()->create_user()->id;
        $this->assertSame('updated', self::set(['as_of' => self::T0 + 1, 'userid' => $other] + $item));
        $this->assertEquals([$other, $other], array_column(self::instalments(), 'userid'));
        $student = $this->items->zohoid();
        $moved = ['as_of' => self::T0 + 2, 'student' => $student, 'instalments' => $instalments];
        $this->assertSame('updated', self::set($moved + $item));
        $this->assertSame([$student, $student], array_column(self::instalments(), 'student'));
        $this->assertSame('updated', self::set(['as_of' => self::T0 + 3] + $item));
        $this->assertSame([$item['student'], $item['student']], array_column(self::instalments(), 'student'));
        $this->assertSame(['100.00', '50.00'], array_column(self::instalments(), 'amount'));
    }

    /**
     * A deleted registration is out of sight; an older item does not bring it back, a newer one does.
     */
    public function test_a_registration_is_deleted(): void {
        global $DB;
        $item = $this->items->registration_item(['userid' => $this->userid, 'instalments' => [
            ['number' => 1, 'amount' => '100', 'currency' => 'USD'],
        ]]);
        self::set($item);
        $delete = fn(int $asof): string =>
            registration_records::delete([['zohoid' => $item['zohoid'], 'as_of' => $asof]])[0]['status'];
        $this->assertSame('stale', $delete(self::T0 - 1));
        $this->assertSame('updated', $delete(self::T0 + 5));
        $this->assertSame('skipped', $delete(self::T0 + 6));
        $this->assertSame([], self::instalments());
        $this->assertSame('stale', self::set(['as_of' => self::T0 + 4] + $item));
        $this->assertEquals(1, $DB->get_field(registration_records::TABLE, 'deleted', []));
        $this->assertSame('updated', self::set(['as_of' => self::T0 + 9] + $item));
        $this->assertEquals(0, $DB->get_field(registration_records::TABLE, 'deleted', []));
        $this->assertCount(1, self::instalments());
        $unknown = ['zohoid' => '487687600000009999', 'as_of' => self::T0];
        $this->assertSame('skipped', registration_records::delete([$unknown])[0]['status']);
    }

    /**
     * Bad items are refused.
     */
    public function test_a_mixed_batch(): void {
        $results = registration_records::set([
            $this->items->registration_item(['userid' => 999999]),
            $this->items->registration_item(['userid' => $this->userid]),
            $this->items->registration_item(['userid' => $this->userid, 'start_date' => '2026-02-30']),
        ]);
        $this->assertSame(['refused', 'created', 'refused'], array_column($results, 'status'));
        $this->assertSame(['userid', 'start_date'], array_column($results, 'field'));
    }
}
