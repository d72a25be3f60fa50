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
 * All checks of this plugin.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use local_campusbridge\check;

/**
 * The checks of the status page, in the order in which a person should mend what they find.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class checks {
    /**
     * All of them.
     *
     * @return named_check[]
     */
    public static function all(): array {
        return [
            new check\address(),
            new check\secret(),
            new check\cron(),
            new check\sender(),
            new check\outbox(),
            new check\serviceuser(),
            new check\permissions(),
            new check\calls(),
            new check\gradingcopies(),
        ];
    }
}
