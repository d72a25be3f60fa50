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
 * What a row will say.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * What a row of the outbox will say: that something may have changed, and the ids to look it up.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class hint {
    /**
     * Constructor.
     *
     * @param string $eventtype one of the contract's
     * @param string $entity what it is about, such as user:12
     * @param array $data positive ids under the contract's names, and 'idnumber' of what is gone
     */
    public function __construct(
        /** @var string one of the contract's */
        public readonly string $eventtype,
        /** @var string what it is about, such as user:12 */
        public readonly string $entity,
        /** @var array ids under the contract's names */
        public readonly array $data
    ) {
    }
}
