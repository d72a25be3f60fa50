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
 * Tests of the transport.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * What core's HTTP client says is understood.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\curl_transport
 */
final class curl_transport_test extends outbox_testcase {
    /**
     * An address that the site's HTTP security refuses is named as such, and nobody is called.
     */
    public function test_blocked(): void {
        set_config('curlsecurityblockedhosts', '127.0.0.0/8');
        set_config('curlsecurityallowedport', '');
        $reply = (new curl_transport())->post('http://127.0.0.1/v1/events/moodle', '{}', [], 2);
        $this->assertSame([0, 'problem_urlblocked'], [$reply->status, $reply->problem]);
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '443');
        $reply = (new curl_transport())->post('http://127.0.0.1:8080/v1/events/moodle', '{}', [], 2);
        $this->assertSame([0, 'problem_urlblocked'], [$reply->status, $reply->problem]);
    }

    /**
     * Nobody there.
     */
    public function test_unreachable(): void {
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
        $reply = (new curl_transport())->post('http://127.0.0.1:1/v1/events/moodle', '{}', [], 2);
        $this->assertSame([0, '', 'problem_unreachable'], [$reply->status, $reply->body, $reply->problem()]);
        $this->assertNotSame('', $reply->detail());
    }

    /**
     * An answer is handed on.
     */
    public function test_answer(): void {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
        \curl::mock_response('{"results":[{"status":"accepted"}]}');
        $reply = (new curl_transport())->post('http://127.0.0.1/v1/events/moodle', '{}', [], 2);
        $this->assertSame([200, ''], [$reply->status, $reply->problem()]);
        $this->assertSame([['status' => 'accepted']], $reply->results(1));
        $this->assertNull($reply->results(2));
    }
}
