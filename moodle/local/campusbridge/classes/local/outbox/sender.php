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
 * Sends the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\clock;
use core\di;
use core\lock\lock_config;

/**
 * Sends waiting rows in batches, one process at a time, and notes what became of each.
 *
 * A row is delivered at least once: when the answer is lost it is sent again, and the service knows it by its id. What fails for
 * every row alike is not held against the rows: a refused signature pauses the sender, a blocked address costs nothing.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sender {
    /** Most rows of one request; the service takes no more. */
    private const BATCH_ROWS = 100;

    /** Most seconds for one request. */
    private const REQUEST_SECONDS = 15;

    /** After a crash another process may take over after this time, where the lock does not end with its process by itself. */
    private const LOCK_SECONDS = 5 * MINSECS;

    /** @var transport */
    private readonly transport $transport;

    /** @var clock */
    private readonly clock $clock;

    /**
     * Constructor.
     *
     * @param transport|null $transport null for core's \curl
     */
    public function __construct(?transport $transport = null) {
        $this->transport = $transport ?? new curl_transport();
        $this->clock = di::get(clock::class);
    }

    /**
     * Sends what is due. Never throws: what went wrong stands in the sender's state.
     *
     * @param int $secondslimit no request is begun after this many seconds
     * @return int how many rows the service took
     */
    public function run(int $secondslimit): int {
        try {
            $lock = lock_config::get_lock_factory('local_campusbridge')->get_lock('sender', 0, self::LOCK_SECONDS);
            if (!$lock) {
                return 0;
            }
            try {
                return $this->send_batches($secondslimit);
            } finally {
                $lock->release();
            }
        } catch (\Throwable $e) {
            self::note_unexpected($e);
            return 0;
        }
    }

    /**
     * Sends a sign of life and reads the answer. When it is taken, a paused sender goes on.
     *
     * @return connection_result
     */
    public function ping(): connection_result {
        try {
            $endpoint = endpoint::configured();
            if ($endpoint->problem !== '') {
                return new connection_result(false, 0, $endpoint->problem, '');
            }
            $reply = $this->post($endpoint, [envelope::ping($this->clock->time())], self::REQUEST_SECONDS);
            $problem = $reply->problem() ?: delivery::problem_of_single($reply);
            if ($problem === '') {
                $this->note_success();
                sender_state::pinged();
            } else {
                $this->note_failure($reply, $problem);
            }
            return new connection_result($problem === '', $reply->status, $problem, $reply->detail());
        } catch (\Throwable $e) {
            self::note_unexpected($e);
            return new connection_result(false, 0, 'problem_unexpected', get_class($e));
        }
    }

    /**
     * Sends batch after batch until nothing is due, one fails or the time is over.
     *
     * @param int $secondslimit
     * @return int how many rows the service took
     */
    private function send_batches(int $secondslimit): int {
        $endpoint = endpoint::configured();
        if ($endpoint->problem !== '' || sender_state::current()->pausedreason !== '') {
            return 0;
        }
        $started = microtime(true);
        $taken = 0;
        while (($left = (int) ceil($secondslimit - (microtime(true) - $started))) > 0) {
            numbering::number();
            folding::fold();
            $rows = $this->due();
            if ($rows === []) {
                break;
            }
            $reply = $this->post($endpoint, array_map([envelope::class, 'of'], $rows), min($left, self::REQUEST_SECONDS));
            $delivery = delivery::of($rows, $reply, $this->clock->time());
            $delivery->store();
            $taken += $delivery->taken;
            if ($delivery->problem !== '') {
                $this->note_failure($reply, $delivery->problem);
                break;
            }
            $this->note_success();
        }
        return $taken;
    }

    /**
     * The rows of the next batch: those that failed least often first, so that a row nobody can take holds up no other. A row that
     * the service stumbled over more than once goes alone, so that it is found out.
     *
     * @return \stdClass[]
     */
    private function due(): array {
        global $DB;
        $rows = array_values($DB->get_records_select(
            outbox::TABLE,
            'status = :waiting AND seq IS NOT NULL AND nextattempt <= :now',
            ['waiting' => outbox::WAITING, 'now' => $this->clock->time()],
            'attempts, seq',
            '*',
            0,
            self::BATCH_ROWS
        ));
        foreach ($rows as $index => $row) {
            if ((int) $row->httpstatus === 500 && $row->attempts > 1) {
                return array_slice($rows, 0, max($index, 1));
            }
        }
        return $rows;
    }

    /**
     * Signs and posts a batch. When the signature is refused, the next secret is tried, which the service may know already.
     *
     * @param endpoint $endpoint
     * @param array[] $envelopes
     * @param int $timeout seconds
     * @return reply
     */
    private function post(endpoint $endpoint, array $envelopes, int $timeout): reply {
        $body = envelope::batch($envelopes);
        foreach ($endpoint->secrets as $secret) {
            $signature = signer::HEADER . ': ' . signer::sign($secret, $this->clock->time(), $body);
            $reply = $this->transport->post($endpoint->url, $body, [$signature], $timeout);
            if ($reply->status !== 401) {
                break;
            }
        }
        return $reply;
    }

    /**
     * Notes that the service took something. After failures, what waits for its next attempt need not wait any longer.
     */
    private function note_success(): void {
        if (!sender_state::current()->is_well()) {
            outbox::try_at_once();
        }
        sender_state::succeeded();
    }

    /**
     * Notes a failure, and pauses when every row would meet the same one.
     *
     * @param reply $reply
     * @param string $problem
     */
    private function note_failure(reply $reply, string $problem): void {
        sender_state::failed($problem, $reply->detail());
        if ($reply->status === 401 || !$reply->may_succeed_later()) {
            sender_state::pause($problem);
        }
    }

    /**
     * Notes what should not have happened, without what it says, which may hold data.
     *
     * @param \Throwable $e
     */
    private static function note_unexpected(\Throwable $e): void {
        try {
            sender_state::failed('problem_unexpected', get_class($e) . ' in ' . basename($e->getFile()) . ':' . $e->getLine());
        } catch (\Throwable $worse) {
            debugging('Campusbridge could not note a failure: ' . get_class($worse), DEBUG_DEVELOPER);
        }
    }
}
