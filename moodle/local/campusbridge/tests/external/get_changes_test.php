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
 * Tests of the web service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;
use local_campusbridge\local\outbox\envelope;
use local_campusbridge\local\outbox\outbox;
use local_campusbridge\tests\outbox_testcase;

/**
 * The outbox can be read forward by whoever may, and by nobody else.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\external\get_changes
 * @covers     \local_campusbridge\local\outbox\changes
 */
final class get_changes_test extends outbox_testcase {
    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $service = $this->getDataGenerator()->create_user();
        $roleid = $this->getDataGenerator()->create_role();
        assign_capability('local/campusbridge:use', CAP_ALLOW, $roleid, \context_system::instance());
        role_assign($roleid, $service->id, \context_system::instance());
        $this->setUser($service);
        $this->empty_outbox();
    }

    /**
     * Calls as the web service does, with everything checked on the way out.
     *
     * @param int ...$arguments
     * @return array
     */
    private function call(int ...$arguments): array {
        return external_api::clean_returnvalue(get_changes::execute_returns(), get_changes::execute(...$arguments));
    }

    /**
     * Page after page, nothing missing, whatever became of the rows; the same events as are sent.
     */
    public function test_reads_forward(): void {
        global $DB;
        $this->assertSame(['events' => [], 'highest_seq' => 0], $this->call(0));
        foreach (range(1, 5) as $userid) {
            $this->add($userid);
        }
        outbox::update([$this->add(6)], ['status' => outbox::FOLDED]);
        $first = $this->call(0, 4);
        $this->assertSame([1, 2, 3, 4], array_column($first['events'], 'seq'));
        $this->assertSame(6, $first['highest_seq']);
        $second = $this->call(4, 4);
        $this->assertSame([5, 6], array_column($second['events'], 'seq'));
        $this->assertSame([], $this->call(6)['events']);
        $this->assertSame(envelope::of($DB->get_record(outbox::TABLE, ['seq' => 1])), $first['events'][0]);
    }

    /**
     * Every id that a row may carry comes through with its type.
     */
    public function test_all_ids(): void {
        $data = array_fill_keys([
            'userid', 'courseid', 'enrolmentid', 'roleid', 'contextid', 'cmid', 'assignid', 'gradeid', 'gradeitemid',
            'submissionid', 'definitionid',
        ], 7) + ['idnumber' => 'zoho:BTEC_Classes:5847596000000123457'];
        outbox::add('course_deleted', $data, 'course:7', 0);
        $this->assertSame($data, $this->call(0)['events'][0]['data']);
    }

    /**
     * Numbers that make no sense.
     *
     * @return array[]
     */
    public static function wrong(): array {
        return [[-1, 10, 'since_seq'], [0, 0, 'limit'], [0, 501, 'limit']];
    }

    /**
     * A wrong parameter is named.
     *
     * @dataProvider wrong
     * @param int $since
     * @param int $limit
     * @param string $name
     */
    public function test_wrong_parameters(int $since, int $limit, string $name): void {
        try {
            get_changes::execute($since, $limit);
            $this->fail('It should have been refused.');
        } catch (\moodle_exception $e) {
            $this->assertStringContainsString("{$name}:", $e->getMessage());
        }
    }

    /**
     * Nobody else may read.
     */
    public function test_without_the_capability(): void {
        $this->setUser($this->getDataGenerator()->create_user());
        $this->expectException(\required_capability_exception::class);
        get_changes::execute(0, 10);
    }
}
