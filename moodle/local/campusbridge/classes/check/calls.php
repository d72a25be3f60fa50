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
 * Check: the service's calls.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use core\check\result;
use local_campusbridge\local\named_check;
use local_campusbridge\local\service_user;
use local_campusbridge\output\ago;

/**
 * When did the service last call Moodle?
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class calls extends named_check {
    /** The service looks at Moodle at least once a night; longer silence is worth a look, in seconds. */
    private const SILENT_AFTER = 26 * HOURSECS;

    #[\Override]
    public function get_result(): result {
        $call = service_user::last_call();
        if ($call === null) {
            return new result(
                result::WARNING,
                get_string('callsnever', 'local_campusbridge'),
                get_string('calls_fix', 'local_campusbridge'),
            );
        }
        $words = (object) ['ago' => ago::words($call->time), 'service' => s($call->service)];
        if (time() - $call->time > self::SILENT_AFTER) {
            return new result(
                result::WARNING,
                get_string('callssilent', 'local_campusbridge', $words),
                get_string('calls_fix', 'local_campusbridge'),
            );
        }
        return new result(result::OK, get_string('callsok', 'local_campusbridge', $words));
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(new \moodle_url('/admin/webservice/tokens.php'), get_string('managetokens', 'webservice'));
    }
}
