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
 * Check: the service's user and its token.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use core\check\result;
use local_campusbridge\local\named_check;
use local_campusbridge\local\service_user;
use moodle_url;

/**
 * Could the service call Moodle: web services on, an account that can be used, a token of an enabled service?
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class serviceuser extends named_check {
    #[\Override]
    public function get_result(): result {
        [$status, $key, $subject] = $this->finding();
        return new result($status, get_string($key, 'local_campusbridge', $subject));
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        [, $key] = $this->finding();
        [$url, $text] = match ($key) {
            'webservicesoff' => [
                new moodle_url('/admin/settings.php', ['section' => 'optionalsubsystems'], 'admin-enablewebservices'),
                get_string('advancedfeatures', 'admin'),
            ],
            'restoff' => [
                new moodle_url('/admin/settings.php', ['section' => 'webserviceprotocols']),
                get_string('manageprotocols', 'webservice'),
            ],
            'userunset', 'usergone' => [
                new moodle_url('/admin/settings.php', ['section' => 'local_campusbridge'], 'admin-serviceuserid'),
                get_string('settings', 'local_campusbridge'),
            ],
            'usersuspended', 'useradmin' => [
                new moodle_url('/user/profile.php', ['id' => service_user::account()->id]),
                get_string('viewprofile'),
            ],
            'usertokenunusable' => [
                new moodle_url('/admin/settings.php', ['section' => 'externalservices']),
                get_string('externalservices', 'webservice'),
            ],
            default => [new moodle_url('/admin/webservice/tokens.php'), get_string('managetokens', 'webservice')],
        };
        return new \action_link($url, $text);
    }

    /**
     * The first thing that stands in the way.
     *
     * @return array [status, key of the string, its parameter]
     */
    private function finding(): array {
        global $CFG;
        if (empty($CFG->enablewebservices)) {
            return [result::ERROR, 'webservicesoff', null];
        }
        if (!in_array('rest', explode(',', (string) ($CFG->webserviceprotocols ?? '')), true)) {
            return [result::ERROR, 'restoff', null];
        }
        if (!get_config('local_campusbridge', 'serviceuserid')) {
            return [result::WARNING, 'userunset', null];
        }
        $account = service_user::account();
        if ($account === null || $account->deleted) {
            return [result::ERROR, 'usergone', null];
        }
        $name = s($account->username);
        if ($account->suspended || !$account->confirmed) {
            return [result::ERROR, 'usersuspended', $name];
        }
        $tokens = service_user::tokens($account->id);
        if ($tokens === []) {
            return [result::ERROR, 'usertokenmissing', $name];
        }
        $usable = array_filter($tokens, fn(\stdClass $token): bool => $token->usable);
        if ($usable === []) {
            return [result::ERROR, 'usertokenunusable', $name];
        }
        if (is_siteadmin($account->id)) {
            return [result::WARNING, 'useradmin', $name];
        }
        $services = implode(', ', array_unique(array_column($usable, 'service')));
        return [result::OK, 'userok', (object) ['user' => $name, 'services' => s($services)]];
    }
}
