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
 * Tests of reading enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;

/**
 * Tests of reading enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\external\get_enrolments
 * @covers     \local_campusbridge\local\people\enrolment_reader
 */
final class get_enrolments_test extends \advanced_testcase {
    /**
     * The service's account calls.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setUser($this->caller(['local/campusbridge:use', 'moodle/course:enrolreview']));
    }

    /**
     * Pairs, whole courses and all courses of a user can be asked for, in one call.
     */
    public function test_each_kind_of_item(): void {
        global $DB;
        $generator = $this->getDataGenerator();
        [$maths, $art, $music] = array_map(fn(): \stdClass => $generator->create_course(), range(1, 3));
        [$amira, $basil, $carla] = array_map(fn(): \stdClass => $generator->create_user(), range(1, 3));
        $generator->enrol_user($amira->id, $maths->id, 'student', 'manual', 1790000000, 1800000000, ENROL_USER_SUSPENDED);
        $generator->enrol_user($basil->id, $maths->id, 'editingteacher');
        $generator->enrol_user($amira->id, $art->id, 'student', 'self');
        $generator->enrol_user($carla->id, $music->id, 'student');

        $this->assertSame([
            [$amira->id, $maths->id, 'manual', 'suspended', 1790000000, 1800000000, ['student']],
            [$basil->id, $maths->id, 'manual', 'active', 0, 0, ['editingteacher']],
        ], $this->rows([['courseid' => (int) $maths->id]]));
        $this->assertSame([[$basil->id, $maths->id, 'manual', 'active', 0, 0, ['editingteacher']]],
            $this->rows([['userid' => (int) $basil->id, 'courseid' => (int) $maths->id]]));
        $this->assertSame([[$amira->id, $maths->id], [$amira->id, $art->id]],
            array_map(fn(array $row): array => array_slice($row, 0, 2), $this->rows([['userid' => (int) $amira->id]])));
        $this->assertCount(4, $this->rows([['userid' => (int) $amira->id], ['courseid' => (int) $maths->id],
            ['userid' => (int) $carla->id, 'courseid' => (int) $music->id]]));
        $this->assertSame([], $this->rows([['userid' => (int) $carla->id, 'courseid' => (int) $maths->id]]));
        $this->assertSame([], $this->rows([]));
        $self = $DB->get_field('enrol', 'status', ['courseid' => $art->id, 'enrol' => 'self']);
        $enrolments = $this->read([['courseid' => (int) $art->id]])['enrolments'];
        $this->assertSame($self == ENROL_INSTANCE_ENABLED, $enrolments[0]['methodenabled']);
    }

    /**
     * Pages follow one another until "next" is 0.
     */
    public function test_pages(): void {
        $course = $this->getDataGenerator()->create_course();
        for ($n = 0; $n < 5; $n++) {
            $this->getDataGenerator()->create_and_enrol($course);
        }
        $found = [];
        $after = 0;
        $pages = 0;
        do {
            $page = $this->read([['courseid' => (int) $course->id]], $after, 2);
            $found = [...$found, ...array_column($page['enrolments'], 'userid')];
            $after = $page['next'];
            $pages++;
        } while ($after !== 0);
        $this->assertSame([5, 3], [count(array_unique($found)), $pages]);
    }

    /**
     * Parameters that are none.
     *
     * @return array[]
     */
    public static function wrong_parameter_provider(): array {
        return [
            'no list' => ['7', 0, 10, 'items: must be a JSON list of objects'],
            'an item without ids' => ['[{}]', 0, 10, 'items: courseid: it, userid or both must be given'],
            'a user as text' => ['[{"userid": "5"}]', 0, 10, 'items: userid: must be a whole number, 1 or more'],
            'an unknown field' => ['[{"user": 5}]', 0, 10, 'items: user: there is no such field; fields are userid, courseid'],
            'no limit' => ['[]', 0, 0, 'limit: must be from 1 to 2000.'],
            'a high limit' => ['[]', 0, 2001, 'limit: must be from 1 to 2000.'],
        ];
    }

    /**
     * A wrong parameter is named.
     *
     * @dataProvider wrong_parameter_provider
     * @param string $items
     * @param int $after
     * @param int $limit
     * @param string $message
     */
    public function test_a_wrong_parameter_is_named(string $items, int $after, int $limit, string $message): void {
        $this->expectException(\moodle_exception::class);
        $this->expectExceptionMessage($message);
        get_enrolments::execute($items, $after, $limit);
    }

    /**
     * Sets of capabilities that are not enough.
     *
     * @return array[]
     */
    public static function too_little_provider(): array {
        return ['ours is missing' => [['moodle/course:enrolreview']], 'that of core is missing' => [['local/campusbridge:use']]];
    }

    /**
     * Both capabilities are needed.
     *
     * @dataProvider too_little_provider
     * @param string[] $capabilities
     */
    public function test_a_caller_without_the_capability_is_refused(array $capabilities): void {
        $this->setUser($this->caller($capabilities));
        $this->expectException(\required_capability_exception::class);
        get_enrolments::execute('[]');
    }

    /**
     * Calls the function as the web service does.
     *
     * @param array[] $items
     * @param int $after
     * @param int $limit
     * @return array
     */
    private function read(array $items, int $after = 0, int $limit = 100): array {
        $answer = get_enrolments::execute(json_encode($items), $after, $limit);
        return external_api::clean_returnvalue(get_enrolments::execute_returns(), $answer);
    }

    /**
     * What was read, with the names of the roles.
     *
     * @param array[] $items
     * @return array[]
     */
    private function rows(array $items): array {
        global $DB;
        $names = $DB->get_records_menu('role', null, '', 'id, shortname');
        return array_map(fn(array $row): array => [
            (string) $row['userid'], (string) $row['courseid'], $row['method'], $row['status'], $row['timestart'], $row['timeend'],
            array_map(fn(int $id): string => $names[$id], $row['roleids']),
        ], $this->read($items)['enrolments']);
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
