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
 * Tests of answers.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * An answer is understood, whoever gave it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\reply
 * @group      pure
 */
final class reply_test extends \basic_testcase {
    /**
     * HTTP statuses, what is wrong with them, and whether trying again may help.
     *
     * @return array[]
     */
    public static function statuses(): array {
        return [
            [200, '', true],
            [202, '', true],
            [301, 'problem_redirected', true],
            [400, 'problem_refused', false],
            [401, 'problem_unauthorized', true],
            [403, 'problem_refused', false],
            [404, 'problem_refused', false],
            [408, 'problem_serviceerror', true],
            [413, 'problem_refused', false],
            [429, 'problem_busy', true],
            [500, 'problem_serviceerror', true],
            [503, 'problem_serviceerror', true],
        ];
    }

    /**
     * A status has its meaning.
     *
     * @dataProvider statuses
     * @param int $status
     * @param string $problem
     * @param bool $maysucceed
     */
    public function test_status(int $status, string $problem, bool $maysucceed): void {
        $reply = new reply($status);
        $this->assertSame($problem, $reply->problem());
        if ($problem !== '') {
            $this->assertSame($maysucceed, $reply->may_succeed_later());
            $this->assertSame("HTTP {$status}", $reply->detail());
        }
    }

    /**
     * No answer at all.
     */
    public function test_no_answer(): void {
        $reply = new reply(0, '', 'problem_timeout', 'Timed out');
        $this->assertSame(['problem_timeout', 'Timed out'], [$reply->problem(), $reply->detail()]);
        $this->assertTrue($reply->may_succeed_later());
        $this->assertFalse($reply->is_success());
        $this->assertNull($reply->results(1));
    }

    /**
     * Of a problem the code and the title are kept, nothing else.
     */
    public function test_detail(): void {
        $this->assertSame('HTTP 404 api.not_found Not there', (new reply(404, json_encode([
            'code' => 'api.not_found', 'title' => 'Not there', 'detail' => 'lina.haddad@example.com', 'fix' => '…',
        ])))->detail());
        $this->assertSame('HTTP 502', (new reply(502, '<html><title>Bad gateway</title></html>'))->detail());
        $this->assertSame('HTTP 400', (new reply(400, '{"code":["x"],"title":7}'))->detail());
        $this->assertSame('HTTP 400', (new reply(400, '"text"'))->detail());
    }

    /**
     * Bodies that are no answer to a batch of two.
     *
     * @return array[]
     */
    public static function other_bodies(): array {
        return [
            [''], ['null'], ['7'], ['"results"'], ['<html>'], ['{}'], ['{"results":{}}'], ['{"results":[]}'], ['{"results":[{}]}'],
            ['{"results":[{},{},{}]}'], ['{"results":{"a":{},"b":{}}}'], ['{"results":["accepted","accepted"]}'],
        ];
    }

    /**
     * They are not taken for one.
     *
     * @dataProvider other_bodies
     * @param string $body
     */
    public function test_other_bodies(string $body): void {
        $this->assertNull((new reply(202, $body))->results(2));
    }

    /**
     * The answer to a batch of two.
     */
    public function test_results(): void {
        $results = [['status' => 'accepted'], ['status' => 'refused']];
        $this->assertSame($results, (new reply(202, json_encode(['results' => $results])))->results(2));
    }
}
