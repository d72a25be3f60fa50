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
 * Check: the signing secrets.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use core\check\result;
use local_campusbridge\local\named_check;
use local_campusbridge\local\outbox\fetching;
use local_campusbridge\local\stored_secret;

/**
 * Can the stored secrets be used?
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class secret extends named_check {
    #[\Override]
    public function get_result(): result {
        $secret = stored_secret::state('secret');
        $next = stored_secret::state('nextsecret');
        if ($secret === stored_secret::UNREADABLE || $next === stored_secret::UNREADABLE) {
            $name = get_string($secret === stored_secret::UNREADABLE ? 'secret' : 'nextsecret', 'local_campusbridge');
            return new result(
                result::ERROR,
                get_string('secretunreadable', 'local_campusbridge', $name),
                get_string('secretunreadable_fix', 'local_campusbridge', s(\core\encryption::get_key_file())),
            );
        }
        if ($secret === stored_secret::MISSING && fetching::is_in_use()) {
            return new result(result::NA, get_string('secretneedless', 'local_campusbridge'));
        }
        if ($secret === stored_secret::MISSING) {
            return new result(result::WARNING, get_string('secretmissing', 'local_campusbridge'));
        }
        if ($next === stored_secret::READABLE) {
            return new result(
                result::INFO,
                get_string('secretrotation', 'local_campusbridge'),
                get_string('secretrotation_fix', 'local_campusbridge'),
            );
        }
        return new result(result::OK, get_string('secretok', 'local_campusbridge'));
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(
            new \moodle_url('/admin/settings.php', ['section' => 'local_campusbridge'], 'admin-secret'),
            get_string('settings', 'local_campusbridge'),
        );
    }
}
