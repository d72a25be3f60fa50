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
 * Check: the address of the service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use core\check\result;
use local_campusbridge\local\blocked_address;
use local_campusbridge\local\named_check;
use local_campusbridge\local\outbox\fetching;
use local_campusbridge\local\service_address;
use local_campusbridge\output\ago;

/**
 * Is the service's address entered, well formed, and may Moodle call it?
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class address extends named_check {
    /** Without an address all is well as long as the service fetched what there is within this time, in seconds. */
    private const FETCHED_WITHIN = HOURSECS;

    #[\Override]
    public function get_result(): result {
        $address = (string) get_config('local_campusbridge', 'serviceurl');
        if ($address === '' && fetching::last() > time() - self::FETCHED_WITHIN) {
            return new result(result::INFO, get_string('addressfetching', 'local_campusbridge', ago::words(fetching::last())));
        }
        if ($address === '') {
            return new result(result::WARNING, get_string('addressmissing', 'local_campusbridge'));
        }
        // A value fixed in config.php never passed the settings page.
        $problem = service_address::problem($address);
        if ($problem !== '') {
            return new result(result::ERROR, s($address), get_string($problem, 'local_campusbridge'));
        }
        $reasons = blocked_address::reasons($address);
        if ($reasons !== []) {
            return new result(
                result::ERROR,
                get_string('addressblocked', 'local_campusbridge', s($address)),
                self::list_of($reasons),
            );
        }
        if (service_address::is_open($address)) {
            return new result(
                result::WARNING,
                get_string('addressopen', 'local_campusbridge', s($address)),
                get_string('addressopen_fix', 'local_campusbridge'),
            );
        }
        return new result(result::OK, get_string('addressok', 'local_campusbridge', s($address)));
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        $address = (string) get_config('local_campusbridge', 'serviceurl');
        $reasons = service_address::problem($address) === '' ? blocked_address::reasons($address) : [];
        if ($reasons !== []) {
            return new \action_link($reasons[0]->fix_url(), get_string('httpsecurity', 'admin'));
        }
        return new \action_link(
            new \moodle_url('/admin/settings.php', ['section' => 'local_campusbridge'], 'admin-serviceurl'),
            get_string('settings', 'local_campusbridge'),
        );
    }

    /**
     * The reasons as a list, each with its link.
     *
     * @param blocked_address[] $reasons
     * @return string HTML
     */
    private static function list_of(array $reasons): string {
        $items = array_map(function (blocked_address $reason): string {
            $words = s($reason->message());
            if ($reason->is_forced()) {
                return $words . ' ' . get_string('blockedforced', 'local_campusbridge', s('$CFG->' . $reason->setting));
            }
            return $words . ' ' . \html_writer::link(
                $reason->fix_url(),
                get_string('blockedopen', 'local_campusbridge', get_string($reason->setting, 'admin')),
            );
        }, $reasons);
        return count($items) === 1 ? $items[0] : \html_writer::alist($items);
    }
}
