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
 * Tests of the sender.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;
use local_campusbridge\tests\recording_transport;

/**
 * Everything arrives, whatever happens on the way.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\sender
 * @covers     \local_campusbridge\local\outbox\delivery
 * @covers     \local_campusbridge\local\outbox\reply
 * @covers     \local_campusbridge\local\outbox\envelope
 * @covers     \local_campusbridge\local\outbox\sender_state
 */
final class sender_test extends outbox_testcase {
    /** @var recording_transport */
    private recording_transport $network;

    /** @var \core\clock stands still until it is set */
    private \core\clock $clock;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->configure('the secret');
        $this->network = new recording_transport();
        $this->clock = $this->mock_clock_with_frozen();
    }

    /**
     * Sends, with all the time in the world.
     *
     * @return int how many rows the service took
     */
    private function send(): int {
        return (new sender($this->network))->run(60);
    }

    /**
     * Lets time go by.
     *
     * @param int $seconds
     */
    private function wait(int $seconds): void {
        $this->clock->set_to($this->clock->time() + $seconds);
    }

    /**
     * A row travels as the contract has it, signed, to the address of the settings.
     */
    public function test_sends_a_signed_batch(): void {
        $data = ['userid' => 42, 'courseid' => 7, 'assignid' => 15, 'gradeid' => 204];
        outbox::add('submission_graded', $data, 'grade:204', 2, 1760000000);
        $this->add(43);
        $this->assertSame(2, $this->send());
        [$request] = $this->network->requests;
        $this->assertSame('https://bridge.example.com/v1/events/moodle', $request['url']);
        $signature = signer::sign('the secret', $this->clock->time(), $request['body']);
        $this->assertSame(["X-Moodle-Signature: {$signature}"], $request['headers']);
        $this->assertSame([
            'schema' => 1,
            'event_id' => $this->rows()[0]->uuid,
            'seq' => 1,
            'event_type' => 'submission_graded',
            'occurred_at' => 1760000000,
            'actor' => ['id' => 2, 'bridge' => false],
            'data' => $data,
        ], $this->network->events()[0]);
        $this->assertSame(['sent', 'sent'], $this->statuses());
        $this->assertEquals([$this->clock->time(), 202, 1], [
            $this->rows()[0]->timesent, $this->rows()[0]->httpstatus, $this->rows()[0]->attempts,
        ]);
        $this->assertSame($this->clock->time(), sender_state::current()->lastsuccess);
        $this->assertSame(0, $this->send());
        $this->assertCount(1, $this->network->requests);
    }

    /**
     * More than a hundred rows take several requests, in the order of their numbers.
     */
    public function test_sends_many_in_batches(): void {
        foreach (range(1, 230) as $userid) {
            $this->add($userid);
        }
        $this->assertSame(230, $this->send());
        $this->assertCount(3, $this->network->requests);
        $this->assertSame(range(1, 230), array_column($this->network->events(), 'seq'));
    }

    /**
     * Unsent rows of one thing arrive as one.
     */
    public function test_folds_before_sending(): void {
        $this->add(1);
        $this->add(1);
        $this->add(1, 'user_deleted');
        $this->assertSame(1, $this->send());
        $this->assertSame(['folded', 'folded', 'sent'], $this->statuses());
    }

    /**
     * What the service has already is done; what it refuses is dead, and only that.
     */
    public function test_each_event_has_its_own_result(): void {
        array_map(fn(int $userid): int => $this->add($userid), [1, 2, 3, 4]);
        $this->network->answer(fn(array $events): reply => new reply(202, json_encode(['results' => [
            ['event_id' => $events[0]['event_id'], 'status' => 'accepted'],
            ['event_id' => $events[1]['event_id'], 'status' => 'skipped', 'reason' => 'duplicate'],
            ['event_id' => null, 'status' => 'refused', 'code' => 'webhook.invalid', 'field' => 'data.userid', 'title' => 'Wrong'],
            ['event_id' => $events[3]['event_id'], 'status' => 'something new'],
        ]])));
        $this->assertSame(2, $this->send());
        $this->assertSame(['sent', 'sent', 'dead', 'waiting'], $this->statuses());
        $this->assertSame('problem_linerefused: webhook.invalid data.userid Wrong', $this->rows()[2]->lasterror);
        $this->assertStringStartsWith('problem_badanswer', $this->rows()[3]->lasterror);
        $this->assertSame('', sender_state::current()->lastproblem);
    }

    /**
     * An outage: attempts further and further apart, one request per run, and everything arrives at once when it is over.
     */
    public function test_outage(): void {
        $row = $this->add(1);
        $down = new reply(0, '', 'problem_unreachable', 'Connection refused');
        foreach ([1, 2, 5, 15, 60, 60] as $index => $minutes) {
            $this->network->answer($down);
            $this->assertSame(0, $this->send());
            $this->assertCount($index + 1, $this->network->requests);
            $wait = outbox::get($row)->nextattempt - $this->clock->time();
            $this->assertEqualsWithDelta($minutes * 60, $wait, $minutes * 12);
            $this->assertEquals($index + 1, outbox::get($row)->attempts);
            $this->assertSame(0, $this->send());
            $this->assertCount($index + 1, $this->network->requests, 'Not before it is due.');
            $this->wait($wait);
        }
        $this->assertSame('problem_unreachable: Connection refused', outbox::get($row)->lasterror);
        $this->assertSame('problem_unreachable', sender_state::current()->lastproblem);

        $this->network->answer($down);
        $this->send();
        $this->add(2);
        $this->assertSame(2, $this->send(), 'A new row goes through, and those that waited need not wait any longer.');
        $this->assertSame(['sent', 'sent'], $this->statuses());
        $this->assertSame('', sender_state::current()->lastproblem);
        $this->assertNull(outbox::get($row)->lasterror);
    }

    /**
     * Answers after which the same may succeed later.
     *
     * @return array[]
     */
    public static function passing_answers(): array {
        return [
            'no answer' => [new reply(0, '', 'problem_timeout'), 'problem_timeout'],
            'timeout of a proxy' => [new reply(408), 'problem_serviceerror'],
            'too many' => [new reply(429), 'problem_busy'],
            'an error' => [new reply(500), 'problem_serviceerror'],
            'a proxy without service' => [new reply(502, '<html>'), 'problem_serviceerror'],
            'maintenance' => [new reply(503), 'problem_serviceerror'],
            'another address' => [new reply(301), 'problem_redirected'],
            'a page of somebody else' => [new reply(200, '<html>Welcome</html>'), 'problem_badanswer'],
            'results of another batch' => [
                new reply(202, '{"results":[{"status":"accepted"},{"status":"accepted"}]}'),
                'problem_badanswer',
            ],
        ];
    }

    /**
     * The row waits and the run ends.
     *
     * @dataProvider passing_answers
     * @param reply $reply
     * @param string $problem
     */
    public function test_tries_again(reply $reply, string $problem): void {
        $this->add(1);
        $this->network->answer($reply);
        $this->assertSame(0, $this->send());
        $this->assertCount(1, $this->network->requests);
        $this->assertSame(['waiting'], $this->statuses());
        $this->assertSame($problem, sender_state::current()->lastproblem);
        $this->assertSame('', sender_state::current()->pausedreason);
        $this->wait(HOURSECS);
        $this->assertSame(1, $this->send());
        $events = $this->network->events();
        $this->assertSame($events[0], $events[1], 'The event is the same however often it is sent.');
    }

    /**
     * Answers that will never be another.
     *
     * @return array[]
     */
    public static function final_answers(): array {
        return [[400], [403], [404], [413], [422]];
    }

    /**
     * What is refused as a whole is dead at once, and nothing more is sent until a sign of life is taken.
     *
     * @dataProvider final_answers
     * @param int $status
     */
    public function test_refused_as_a_whole(int $status): void {
        $this->add(1);
        $this->network->answer(new reply($status, '{"code":"request.wrong","title":"Wrong","detail":"not kept"}'));
        $this->send();
        $this->assertSame(['dead'], $this->statuses());
        $this->assertSame("problem_refused: HTTP {$status} request.wrong Wrong", $this->rows()[0]->lasterror);
        $this->add(2);
        $this->assertSame(0, $this->send());
        $this->assertCount(1, $this->network->requests);
        $this->assertTrue((new sender($this->network))->ping()->ok);
        $this->assertSame(1, $this->send());
        $this->assertSame(1, outbox::resend([$this->rows()[0]->id]));
        $this->assertSame(1, $this->send());
        $this->assertSame(['sent', 'sent'], $this->statuses());
    }

    /**
     * A refused signature pauses the sender and costs no attempt; a sign of life that is taken lets it go on.
     */
    public function test_unauthorized_pauses(): void {
        $this->add(1);
        $this->network->answer(new reply(401), new reply(401));
        $this->send();
        $this->assertSame(['waiting'], $this->statuses());
        $this->assertEquals([0, 0], [$this->rows()[0]->attempts, $this->rows()[0]->failingsince]);
        $this->assertSame('problem_unauthorized', sender_state::current()->pausedreason);
        $this->assertSame(0, $this->send());
        $this->assertCount(1, $this->network->requests);

        $result = (new sender($this->network))->ping();
        $this->assertEquals([false, 401, 'problem_unauthorized'], [$result->ok, $result->httpstatus, $result->problem]);
        $this->assertSame('problem_unauthorized', sender_state::current()->pausedreason);

        $this->assertTrue((new sender($this->network))->ping()->ok);
        $this->assertSame('', sender_state::current()->pausedreason);
        $this->assertSame(1, $this->send());
    }

    /**
     * After a setting was changed nothing waits any longer.
     */
    public function test_resume(): void {
        $this->add(1);
        $this->network->answer(new reply(0, '', 'problem_unreachable'));
        $this->send();
        $this->assertSame(0, $this->send());
        sender_state::resume();
        $this->assertTrue(sender_state::current()->is_well());
        $this->assertSame(1, $this->send());
    }

    /**
     * While secrets are being changed, the next one is tried when the present one is refused.
     */
    public function test_next_secret(): void {
        $this->configure('old', 'new');
        $this->add(1);
        $this->network->answer(new reply(401));
        $this->assertSame(1, $this->send());
        [$first, $second] = $this->network->requests;
        $this->assertSame($first['body'], $second['body']);
        $this->assertStringEndsWith(signer::sign('old', $this->clock->time(), $first['body']), $first['headers'][0]);
        $this->assertStringEndsWith(signer::sign('new', $this->clock->time(), $first['body']), $second['headers'][0]);
        $this->assertSame('', sender_state::current()->pausedreason);
    }

    /**
     * A blocked address is the site's own doing: rows lose nothing by it.
     */
    public function test_blocked_address(): void {
        $this->add(1);
        $this->network->answer(new reply(0, '', 'problem_urlblocked'));
        $this->send();
        $this->assertSame(['waiting'], $this->statuses());
        $this->assertEquals(0, $this->rows()[0]->attempts);
        $this->assertSame('problem_urlblocked', sender_state::current()->lastproblem);
        $this->assertSame(1, $this->send());
    }

    /**
     * After three days of failing a row is given up; time before its first attempt does not count.
     */
    public function test_gives_up_after_three_days(): void {
        $row = $this->add(1);
        outbox::update([$row], ['timecreated' => $this->clock->time() - 30 * DAYSECS]);
        $down = new reply(503);
        $this->network->answer($down);
        $this->send();
        $this->assertSame(['waiting'], $this->statuses());
        $this->wait(3 * DAYSECS - 1);
        $this->network->answer($down);
        $this->send();
        $this->assertSame(['waiting'], $this->statuses());
        $this->wait(2 * HOURSECS);
        $this->network->answer($down);
        $this->send();
        $this->assertSame(['dead'], $this->statuses());
        outbox::resend([$row]);
        $this->network->answer($down);
        $this->send();
        $this->assertSame(['waiting'], $this->statuses(), 'Sent again by a person, it has three days again.');
    }

    /**
     * An event that the service stumbles over is found out, and holds up no other for long.
     */
    public function test_one_bad_event_does_not_hold_up_the_others(): void {
        array_map(fn(int $userid): int => $this->add($userid), range(1, 5));
        $stumble = fn(array $events): reply => in_array(3, array_column(array_column($events, 'data'), 'userid'), true)
            ? new reply(500)
            : recording_transport::accept($events);
        for ($minute = 0; $minute < 30; $minute++) {
            $this->network->answer(...array_fill(0, 10, $stumble));
            $this->send();
            $this->wait(MINSECS);
        }
        $this->assertSame(['sent', 'sent', 'waiting', 'sent', 'sent'], $this->statuses());
        $this->assertGreaterThan(3, $this->rows()[2]->attempts);
        $this->assertLessThan(9, $this->rows()[2]->attempts);
    }

    /**
     * Nothing is sent, and no attempt is lost, while the settings are not complete.
     */
    public function test_not_configured(): void {
        $this->configure('');
        $this->add(1);
        $this->assertSame(0, $this->send());
        $this->assertSame([], $this->network->requests);
        $this->assertEquals(0, $this->rows()[0]->attempts);
        $result = (new sender($this->network))->ping();
        $this->assertEquals([false, 0, 'problem_notconfigured'], [$result->ok, $result->httpstatus, $result->problem]);
    }

    /**
     * What nobody expected does not get out, and says where it happened but not what it was about.
     */
    public function test_never_throws(): void {
        $this->add(1);
        $this->network->answer(new \TypeError('lina.haddad@example.com'), new \TypeError('lina.haddad@example.com'));
        $this->assertSame(0, $this->send());
        $this->assertSame('problem_unexpected', sender_state::current()->lastproblem);
        $this->assertStringContainsString('TypeError in sender_test.php', sender_state::current()->lastdetail);
        $this->assertSame('problem_unexpected', (new sender($this->network))->ping()->problem);
        $this->assertSame(1, $this->send());
    }

    /**
     * One process at a time.
     */
    public function test_waits_for_nobody(): void {
        $this->add(1);
        $lock = $this->as_another_process(
            fn() => \core\lock\lock_config::get_lock_factory('local_campusbridge')->get_lock('sender', 0)
        );
        $this->assertSame(0, $this->send());
        $this->assertSame([], $this->network->requests);
        $this->assertSame('', sender_state::current()->lastproblem);
        $lock->release();
        $this->assertSame(1, $this->send());
    }

    /**
     * The time that is left is all that a request gets.
     */
    public function test_time_limit(): void {
        $this->add(1);
        (new sender($this->network))->run(2);
        $this->assertSame(2, $this->network->requests[0]['timeout']);
        $this->add(2);
        $this->send();
        $this->assertSame(15, $this->network->requests[1]['timeout']);
        $this->add(3);
        $this->assertSame(0, (new sender($this->network))->run(0));
    }

    /**
     * A sign of life carries figures and the last number, and is no row.
     */
    public function test_ping(): void {
        $this->add(1);
        $this->send();
        outbox::update([$this->add(2)], ['status' => outbox::DEAD]);
        $this->add(3);
        $result = (new sender($this->network))->ping();
        $this->assertEquals([true, 202, '', ''], [$result->ok, $result->httpstatus, $result->problem, $result->detail]);
        $ping = $this->network->events()[1];
        unset($ping['event_id']);
        $this->assertSame([
            'schema' => 1,
            'seq' => 1,
            'event_type' => 'ping',
            'occurred_at' => $this->clock->time(),
            'actor' => ['id' => 0, 'bridge' => false],
            'data' => ['waiting' => 1, 'dead' => 1],
        ], $ping);
        $this->assertSame($this->clock->time(), sender_state::current()->lastping);
        $this->assertSame(3, outbox::count(new outbox_filter()));
    }

    /**
     * A sign of life that is refused, or answered by somebody else, is no sign that all is well.
     */
    public function test_ping_that_is_not_taken(): void {
        $this->network->answer(new reply(202, '{"results":[{"status":"refused"}]}'), new reply(200, 'hello'), new reply(404));
        foreach (['problem_linerefused', 'problem_badanswer', 'problem_refused'] as $problem) {
            $result = (new sender($this->network))->ping();
            $this->assertSame([false, $problem], [$result->ok, $result->problem]);
        }
        $this->assertSame(0, sender_state::current()->lastping);
    }
}
