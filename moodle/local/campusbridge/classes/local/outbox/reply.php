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
 * What came back.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * What came back from the service, or why nothing did.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class reply {
    /**
     * Constructor.
     *
     * @param int $status the HTTP status, 0 when there was no answer
     * @param string $body
     * @param string $problem key of a string of this plugin that says why there was no answer, '' when there was one
     * @param string $detail what the network said
     */
    public function __construct(
        /** @var int the HTTP status, or 0 */
        public readonly int $status,
        /** @var string the answer's bytes */
        public readonly string $body = '',
        /** @var string key of a string of this plugin, or '' */
        public readonly string $problem = '',
        /** @var string what the network said */
        public readonly string $detail = ''
    ) {
    }

    /**
     * Whether the service took the request.
     *
     * @return bool
     */
    public function is_success(): bool {
        return $this->status >= 200 && $this->status < 300;
    }

    /**
     * Whether the same request may succeed later.
     *
     * @return bool false for what the service will never take
     */
    public function may_succeed_later(): bool {
        return $this->status < 400 || $this->status >= 500 || in_array($this->status, [401, 408, 429], true);
    }

    /**
     * What is wrong with the answer.
     *
     * @return string key of a string of this plugin, '' when nothing is
     */
    public function problem(): string {
        return match (true) {
            $this->problem !== '' => $this->problem,
            $this->is_success() => '',
            $this->status === 401 => 'problem_unauthorized',
            $this->status === 429 => 'problem_busy',
            $this->status >= 300 && $this->status < 400 => 'problem_redirected',
            $this->may_succeed_later() => 'problem_serviceerror',
            default => 'problem_refused',
        };
    }

    /**
     * What was said, short enough to be stored: the network's words, or the code and title of the service's problem.
     *
     * @return string
     */
    public function detail(): string {
        if ($this->status === 0 || $this->is_success()) {
            return $this->detail;
        }
        $said = json_decode($this->body, true, 8);
        $words = is_array($said) ? array_filter([$said['code'] ?? '', $said['title'] ?? ''], 'is_string') : [];
        return trim('HTTP ' . $this->status . ' ' . implode(' ', $words));
    }

    /**
     * The service's word about each event of a batch.
     *
     * @param int $count how many were sent
     * @return array[]|null in order; null when the answer is not one to a batch of so many
     */
    public function results(int $count): ?array {
        $results = json_decode($this->body, true, 8)['results'] ?? null;
        $isanswer = is_array($results) && array_is_list($results) && count($results) === $count;
        return $isanswer && array_filter($results, 'is_array') === $results ? $results : null;
    }
}
