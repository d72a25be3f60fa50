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
 * Tests of records of one row each.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\tests\record_items;

/**
 * Profiles, classes and grades.
 *
 * @covers \local_campusbridge\local\records\single_records
 * @covers \local_campusbridge\local\records\record_batch
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class single_records_test extends \advanced_testcase {
    /** When the other side was read first. */
    private const T0 = 1760000000000;

    /**
     * Kinds, their item classes and tables, and one change.
     *
     * @return array
     */
    public static function kinds(): array {
        return [
            'profile' => ['profile', profile_item::class, 'local_campusbridge_profiles',
                ['student_id' => 'ST-0043'], ['studentid' => 'ST-0043']],
            'class' => ['class', class_item::class, 'local_campusbridge_classes',
                ['end_date' => '2027-01-15'], ['enddate' => '2027-01-15']],
            'grade' => ['grade', grade_item::class, 'local_campusbridge_grades',
                ['criteria' => [['code' => 'P1', 'met' => false]], 'result' => 'R'],
                ['criteria' => '[{"code":"P1","met":false}]', 'result' => 'R']],
        ];
    }

    /**
     * A record comes, is the same, changes, and is old news.
     *
     * @dataProvider kinds
     * @param string $kind
     * @param string $class
     * @param string $table
     * @param array $change
     * @param array $columns
     */
    public function test_a_record_is_brought_into_step(
        string $kind,
        string $class,
        string $table,
        array $change,
        array $columns
    ): void {
        global $DB;
        $this->resetAfterTest();
        $this->preventResetByRollback();
        $user = self::getDataGenerator()->create_user();
        $course = self::getDataGenerator()->create_course();
        $values = match ($kind) {
            'profile' => ['userid' => (int) $user->id],
            'class' => ['teacherid' => (int) $user->id, 'courseid' => (int) $course->id],
            'grade' => ['userid' => (int) $user->id, 'courseid' => (int) $course->id],
        };
        $generator = new record_items();
        $item = $generator->{"{$kind}_item"}($values);
        $set = fn(array $item): string => single_records::set([$item], $class, $table)[0]['status'];

        $this->assertSame('created', $set($item));
        $this->assertSame('skipped', $set(['as_of' => self::T0 + 1] + $item));
        $this->assertSame('updated', $set(['as_of' => self::T0 + 2] + $change + $item));
        $this->assertSame('stale', $set(['as_of' => self::T0 + 1] + $item));
        $row = $DB->get_record($table, [], '*', MUST_EXIST);
        $this->assertSame(self::T0 + 2, (int) $row->asof);
        $this->assertEquals($columns, array_intersect_key((array) $row, $columns));

        $other = fn(): array => $generator->{"{$kind}_item"}($values);
        $results = single_records::set([
            [$kind === 'class' ? 'teacherid' : 'userid' => 999999] + $other(),
            ['as_of' => null] + $other(),
            $other(),
            $kind === 'profile' ? ['email' => 'none'] + $item : ['courseid' => 999999] + $other(),
        ], $class, $table);
        $this->assertSame(['refused', 'refused', 'created', 'refused'], array_column($results, 'status'));
        $this->assertSame(
            [$kind === 'class' ? 'teacherid' : 'userid', 'as_of', $kind === 'profile' ? 'email' : 'courseid'],
            array_column($results, 'field')
        );
        $this->assertSame(2, $DB->count_records($table));
    }
}
