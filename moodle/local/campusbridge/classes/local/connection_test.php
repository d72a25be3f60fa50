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
 * Test of the connection in both directions.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use local_campusbridge\event\connection_tested;
use local_campusbridge\local\outbox\connection_result;
use local_campusbridge\local\outbox\sender;
use stdClass;

/**
 * Moodle to service is tried: a signed ping is sent. Service to Moodle cannot be tried from here; it is seen in what Moodle noted
 * of the last call that came with a valid token of the service user.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_test {
    /**
     * Use {@see run()}.
     *
     * @param connection_result $outgoing
     * @param stdClass|null $incoming
     */
    private function __construct(
        /** @var connection_result what became of the ping */
        public readonly connection_result $outgoing,
        /** @var stdClass|null {time, service} of the last call, null when there was none */
        public readonly ?stdClass $incoming,
    ) {
    }

    /**
     * Sends the ping, looks for the last call and logs that it was done.
     *
     * @return self
     */
    public static function run(): self {
        $outgoing = (new sender())->ping();
        connection_tested::create(['other' => [
            'ok' => $outgoing->ok,
            'httpstatus' => (int) $outgoing->httpstatus,
            'problem' => $outgoing->problem,
        ]])->trigger();
        return new self($outgoing, service_user::last_call());
    }
}
