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
 * What a test of the connection found.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * What became of a sign of life.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_result {
    /**
     * Constructor.
     *
     * @param bool $ok the service received it and took it
     * @param int $httpstatus 0 when there was no answer
     * @param string $problem key of a string of this plugin, '' when there is none
     * @param string $detail what was said, for whoever looks into it, '' when nothing
     */
    public function __construct(
        /** @var bool the service received it and took it */
        public readonly bool $ok,
        /** @var int 0 when there was no answer */
        public readonly int $httpstatus,
        /** @var string key of a string of this plugin, or '' */
        public readonly string $problem,
        /** @var string what was said, or '' */
        public readonly string $detail
    ) {
    }
}
