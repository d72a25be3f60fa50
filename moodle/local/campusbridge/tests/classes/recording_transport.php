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
 * A transport for tests.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\tests;

use local_campusbridge\local\outbox\reply;
use local_campusbridge\local\outbox\transport;

/**
 * Stands for the network in tests: keeps what is sent, and answers as told, or as the service does when all is well.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class recording_transport implements transport {
    /** @var array[] each {url, body, headers, timeout} */
    public array $requests = [];

    /** @var array the answers to come: a reply, a Throwable, or a callable that takes the events and returns a reply */
    private array $answers = [];

    /**
     * Tells what to answer next.
     *
     * @param reply|\Throwable|callable ...$answers in order; after them everything is accepted
     */
    public function answer(reply|\Throwable|callable ...$answers): void {
        array_push($this->answers, ...$answers);
    }

    /**
     * The events of all requests.
     *
     * @return array[]
     */
    public function events(): array {
        return array_merge(...array_map(fn(array $request): array => self::events_of($request['body']), $this->requests));
    }

    #[\Override]
    public function post(string $url, string $body, array $headers, int $timeout): reply {
        $this->requests[] = ['url' => $url, 'body' => $body, 'headers' => $headers, 'timeout' => $timeout];
        $answer = array_shift($this->answers) ?? self::accept(...);
        if ($answer instanceof \Throwable) {
            throw $answer;
        }
        return $answer instanceof reply ? $answer : $answer(self::events_of($body));
    }

    /**
     * The answer when all events are taken.
     *
     * @param array[] $events
     * @return reply
     */
    public static function accept(array $events): reply {
        $results = array_map(fn(array $event): array => ['event_id' => $event['event_id'], 'status' => 'accepted'], $events);
        return new reply(202, json_encode(['results' => $results]));
    }

    /**
     * The events in a body.
     *
     * @param string $body
     * @return array[]
     */
    private static function events_of(string $body): array {
        return json_decode($body, true)['events'];
    }
}
