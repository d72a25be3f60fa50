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
 * Tests of the running of a batch.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Tests of the running of a batch.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\batch
 * @covers     \local_campusbridge\local\item_refused
 * @covers     \local_campusbridge\local\invalid_items
 */
final class batch_test extends \advanced_testcase {
    /**
     * Lists that are none, and what is said about them.
     *
     * @return array[]
     */
    public static function unreadable_provider(): array {
        return [
            'not JSON' => ['{items', 'items: not JSON: Syntax error'],
            'empty' => ['', 'items: not JSON: Syntax error'],
            'not UTF-8' => ["[{\"a\": \"\xB1\"}]", 'items: not JSON: Malformed UTF-8 characters, possibly incorrectly encoded'],
            'too deep' => [str_repeat('[', 40) . str_repeat(']', 40), 'items: not JSON: Maximum stack depth exceeded'],
            'an object' => ['{"a": 1}', 'items: must be a JSON list of objects'],
            'an empty object' => ['{}', 'items: must be a JSON list of objects'],
            'a number' => ['7', 'items: must be a JSON list of objects'],
            'null' => ['null', 'items: must be a JSON list of objects'],
            'a list of numbers' => ['[{"a": 1}, 2]', 'items[1]: must be a JSON object'],
            'a list of lists' => ['[[1, 2]]', 'items[0]: must be a JSON object'],
            'a list with null' => ['[null]', 'items[0]: must be a JSON object'],
            'more than 100' => [json_encode(array_fill(0, 101, ['a' => 1])), 'items: at most 100 in one call, not 101'],
            'too large' => ['[{"a": "' . str_repeat('a', 4 * 1024 * 1024) . '"}]',
                'items: at most 4194304 bytes of JSON; send fewer items at once'],
        ];
    }

    /**
     * What cannot be read is refused with the reason in the message, which needs no debugging to be seen.
     *
     * @dataProvider unreadable_provider
     * @param string $json
     * @param string $message
     */
    public function test_unreadable_items_are_refused_as_a_whole(string $json, string $message): void {
        try {
            batch::items($json);
            $this->fail('accepted');
        } catch (\invalid_parameter_exception $e) {
            $this->assertSame($message, $e->getMessage());
            $this->assertSame('invalidparameter', $e->errorcode);
        }
    }

    /**
     * A hundred objects are read as they are.
     */
    public function test_a_hundred_items_are_read(): void {
        $items = array_fill(0, 100, ['a' => 1, 'b' => ['c' => null]]);
        $this->assertSame($items, batch::items(' ' . json_encode($items)));
        $this->assertSame([], batch::items('[]'));
        $this->assertSame([[]], batch::items('[{}]'));
    }

    /**
     * All good items share one transaction.
     */
    public function test_good_items_run_in_one_transaction(): void {
        $this->preventResetByRollback();
        $this->resetAfterTest();
        $prepared = [];
        $prepare = function (array $items) use (&$prepared): void {
            $prepared[] = $items;
        };
        $results = batch::run([['n' => 'a'], ['n' => 'b']], $this->insert(...), null, $prepare);
        $this->assertSame([['status' => 'created', 'n' => 'a'], ['status' => 'created', 'n' => 'b']], $results);
        $this->assertSame([[['n' => 'a'], ['n' => 'b']]], $prepared);
        $this->assertSame(['a', 'b'], $this->inserted());
    }

    /**
     * Of a batch with bad items only these are refused, and nothing of the tries that were undone stays: no row, no event.
     */
    public function test_only_the_bad_items_are_refused(): void {
        global $DB;
        $this->preventResetByRollback();
        $this->resetAfterTest();
        $prepared = [];
        $events = $this->redirectEvents();
        $prepare = function (array $items) use (&$prepared): void {
            $prepared[] = array_column($items, 'n');
        };
        $items = [['n' => 'a'], ['n' => 'bad'], ['n' => 'c'], ['n' => 'worse'], ['n' => 'e']];
        $results = batch::run($items, $this->insert(...), null, $prepare);
        $events->close();
        $this->assertSame([
            ['status' => 'created', 'n' => 'a'],
            ['status' => 'refused', 'error' => 'bad', 'field' => 'n', 'message' => 'n: bad'],
            ['status' => 'created', 'n' => 'c'],
            ['status' => 'refused', 'error' => 'unexpected', 'field' => '', 'message' => 'a PHP error'],
            ['status' => 'created', 'n' => 'e'],
        ], $results);
        $this->assertSame([['a', 'bad', 'c', 'worse', 'e'], ['a'], ['bad'], ['c'], ['worse'], ['e']], $prepared);
        $this->assertSame(['a', 'c', 'e'], $this->inserted());
        $this->assertFalse($DB->is_transaction_started());
    }

    /**
     * Observers that wait for the commit hear of what was committed only, once each.
     */
    public function test_undone_tries_reach_no_observer_after_the_commit(): void {
        $this->preventResetByRollback();
        $this->resetAfterTest();
        $heard = [];
        \core\event\manager::phpunit_replace_observers([[
            'eventname' => '\core\event\course_category_viewed',
            'callback' => function (\core\event\base $event) use (&$heard): void {
                $heard[] = $event->other['n'] ?? $event->objectid;
            },
            'internal' => false,
        ]]);
        $results = batch::run([['n' => 1], ['n' => 2], ['n' => 3]], function (array $item): array {
            $data = ['objectid' => $item['n'], 'context' => \context_system::instance()];
            \core\event\course_category_viewed::create($data)->trigger();
            if ($item['n'] === 3) {
                throw new item_refused('bad', 'n', 'n: bad');
            }
            return ['status' => 'created'];
        });
        $this->assertSame(['created', 'created', 'refused'], array_column($results, 'status'));
        $this->assertSame([1, 2], $heard);
    }

    /**
     * Items that cannot even be read cost the others nothing: those still run in one transaction.
     */
    public function test_what_cannot_be_read_never_gets_into_the_transaction(): void {
        $this->preventResetByRollback();
        $this->resetAfterTest();
        $runs = [];
        $results = batch::run([['n' => 'a'], ['n' => 'unread'], ['n' => 'c']], $this->insert(...), function (array $item): array {
            if ($item['n'] === 'unread') {
                throw new item_refused('invalid', 'n', 'n: cannot be read');
            }
            return $item;
        }, function (array $items) use (&$runs): void {
            $runs[] = array_column($items, 'n');
        });
        $this->assertSame(['created', 'refused', 'created'], array_column($results, 'status'));
        $this->assertSame([0, 1, 2], array_keys($results));
        $this->assertSame([['a', 'c']], $runs);
        $this->assertSame(['a', 'c'], $this->inserted());
    }

    /**
     * A database error aborts the transaction of PostgreSQL; the others are done all the same.
     */
    public function test_a_database_error_stays_with_its_item(): void {
        $this->preventResetByRollback();
        $this->resetAfterTest();
        $results = batch::run([['n' => 'a'], ['n' => str_repeat('x', 300)], ['n' => 'c']], $this->insert(...));
        $this->assertSame(['created', 'refused', 'created'], array_column($results, 'status'));
        $this->assertSame('dmlwriteexception', $results[1]['error']);
        $this->assertSame(['a', 'c'], $this->inserted());
    }

    /**
     * Code that fails and leaves its own transaction open does not spoil the others.
     */
    public function test_a_transaction_left_open_inside_is_undone_too(): void {
        global $DB;
        $this->preventResetByRollback();
        $this->resetAfterTest();
        $results = batch::run([['n' => 'a'], ['n' => 'bad'], ['n' => 'c']], function (array $item) use ($DB): array {
            $inner = $DB->start_delegated_transaction();
            $result = $this->insert($item);
            $inner->allow_commit();
            return $result;
        });
        $this->assertSame(['created', 'refused', 'created'], array_column($results, 'status'));
        $this->assertSame(['a', 'c'], $this->inserted());
        $this->assertFalse($DB->is_transaction_started());
    }

    /**
     * Inside somebody else's transaction a failure cannot be undone alone, so it is not hidden.
     */
    public function test_inside_another_transaction_a_failure_is_thrown(): void {
        global $DB;
        $this->preventResetByRollback();
        $this->resetAfterTest();
        $outer = $DB->start_delegated_transaction();
        try {
            batch::run([['n' => 'a'], ['n' => 'bad']], $this->insert(...));
            $this->fail('hidden');
        } catch (item_refused $e) {
            $this->assertSame('bad', $e->error);
        }
        $DB->force_transaction_rollback();
        $this->assertTrue($outer->is_disposed() || !$DB->is_transaction_started());
        $this->assertSame([], $this->inserted());
    }

    /**
     * Work that leaves a row behind, or fails after it.
     *
     * @param array $item
     * @return array
     */
    private function insert(array $item): array {
        global $DB;
        $DB->insert_record('config', ['name' => "batch_{$item['n']}", 'value' => '1']);
        \core\event\course_category_viewed::create(['objectid' => 1, 'context' => \context_system::instance()])->trigger();
        if ($item['n'] === 'bad') {
            throw new item_refused('bad', 'n', 'n: bad');
        }
        if ($item['n'] === 'worse') {
            throw new \Error('a PHP error');
        }
        return ['status' => 'created'] + $item;
    }

    /**
     * The rows that are there.
     *
     * @return string[]
     */
    private function inserted(): array {
        global $DB;
        $names = $DB->get_fieldset_select('config', 'name', $DB->sql_like('name', '?'), ['batch\_%']);
        sort($names);
        return array_map(fn(string $name): string => substr($name, strlen('batch_')), $names);
    }
}
