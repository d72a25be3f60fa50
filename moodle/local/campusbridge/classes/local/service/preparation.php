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
 * Making this site ready for the service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\service;

use core_external\util;

/**
 * Does what an administrator would otherwise click together: role, account, web service, token.
 *
 * Safe to run again: it does what is not done yet and says what it did.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class preparation {
    /** @var string[] what was done, in English, for the terminal */
    private array $done = [];

    /**
     * Makes the site ready.
     *
     * @param string $username of the service's account
     * @param string $email of the service's account when it has to be created
     * @return \stdClass the account
     * @throws \moodle_exception when the account cannot be the service's
     */
    public function prepare(string $username, string $email): \stdClass {
        $this->switch_on();
        $roleid = $this->role();
        $user = $this->account($username, $email);
        if (!user_has_role_assignment($user->id, $roleid, SYSCONTEXTID)) {
            role_assign($roleid, $user->id, SYSCONTEXTID);
            $this->done[] = "Gave the account {$user->username} the role at system level";
        }
        $this->authorise($user);
        if ((int) get_config('local_campusbridge', 'serviceuserid') !== (int) $user->id) {
            set_config('serviceuserid', $user->id, 'local_campusbridge');
            $this->done[] = "Noted user {$user->id} as the service's own account";
        }
        return $user;
    }

    /**
     * A token for the account, when it has none.
     *
     * @param \stdClass $user
     * @param bool $replace whether to make a new one and end the old ones
     * @param string $iprestriction addresses that may use it, such as 203.0.113.7, separated by commas; '' for any
     * @return string|null the token; null when there is one already, which is never shown again
     */
    public function token(\stdClass $user, bool $replace = false, string $iprestriction = ''): ?string {
        global $DB;
        $service = $this->service();
        $mine = ['userid' => $user->id, 'externalserviceid' => $service->id, 'tokentype' => EXTERNAL_TOKEN_PERMANENT];
        if ($replace && $DB->record_exists('external_tokens', $mine)) {
            $DB->delete_records('external_tokens', $mine);
            $this->done[] = 'Ended the old token';
        }
        if ($DB->record_exists('external_tokens', $mine)) {
            return null;
        }
        $token = util::generate_token(EXTERNAL_TOKEN_PERMANENT, $service, $user->id, \context_system::instance(), 0, $iprestriction,
            'Campusbridge');
        $this->done[] = 'Made a token';
        return $token;
    }

    /**
     * What was done.
     *
     * @return string[] sentences without full stop
     */
    public function done(): array {
        return $this->done;
    }

    /**
     * Switches web services and the REST protocol on.
     */
    private function switch_on(): void {
        global $CFG;
        if (empty($CFG->enablewebservices)) {
            set_config('enablewebservices', 1);
            $this->done[] = 'Switched web services on';
        }
        $protocols = array_filter(explode(',', $CFG->webserviceprotocols ?? ''));
        if (!in_array('rest', $protocols)) {
            set_config('webserviceprotocols', implode(',', [...$protocols, 'rest']));
            $this->done[] = 'Switched the REST protocol on';
        }
    }

    /**
     * The role of the preset: created, or given what it lacks. What an administrator added to it stays.
     *
     * @return int its id
     */
    private function role(): int {
        global $DB;
        $preset = needs::role();
        $roleid = $DB->get_field('role', 'id', ['shortname' => $preset['shortname']]);
        if (!$roleid) {
            $roleid = create_role($preset['name'], $preset['shortname'], $preset['description']);
            set_role_contextlevels($roleid, $preset['contextlevels']);
            $this->done[] = "Created the role {$preset['name']}";
        }
        $context = \context_system::instance();
        $has = $DB->get_records_menu('role_capabilities', ['roleid' => $roleid, 'contextid' => $context->id], '',
            'capability, permission');
        $lacking = array_filter(array_keys($preset['permissions']),
            fn(string $capability): bool => ($has[$capability] ?? null) != CAP_ALLOW && get_capability_info($capability));
        foreach ($lacking as $capability) {
            assign_capability($capability, CAP_ALLOW, $roleid, $context, true);
        }
        if ($lacking !== []) {
            $this->done[] = 'Allowed it ' . implode(', ', $lacking);
        }
        $assigns = $DB->get_fieldset_select('role_allow_assign', 'allowassign', 'roleid = ?', [$roleid]);
        foreach (array_diff($preset['allowassign'], $assigns) as $assignable) {
            core_role_set_assign_allowed($roleid, $assignable);
            $this->done[] = "Allowed it to assign role {$assignable}";
        }
        return (int) $roleid;
    }

    /**
     * The service's account: found by username, or created. It cannot log in with a password, only its token works.
     *
     * @param string $username
     * @param string $email
     * @return \stdClass
     */
    private function account(string $username, string $email): \stdClass {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');
        $user = \core_user::get_user_by_username($username);
        if (!$user) {
            $id = user_create_user([
                'username' => $username,
                'auth' => 'webservice',
                'password' => AUTH_PASSWORD_NOT_CACHED,
                'firstname' => 'Campusbridge',
                'lastname' => 'Service',
                'email' => $email,
                'emailstop' => 1,
                'confirmed' => 1,
                'policyagreed' => 1,
                'mnethostid' => $CFG->mnet_localhost_id,
            ], false);
            $this->done[] = "Created the account {$username}";
            return \core_user::get_user($id, '*', MUST_EXIST);
        }
        if (is_siteadmin($user) || isguestuser($user) || $user->suspended || $user->auth === 'nologin') {
            throw new \moodle_exception('serviceaccountunfit', 'local_campusbridge', '', $username);
        }
        return $user;
    }

    /**
     * Enables the web service and lets the account use it.
     *
     * @param \stdClass $user
     */
    private function authorise(\stdClass $user): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/webservice/lib.php');
        $service = $this->service();
        if (!$service->enabled) {
            $DB->set_field('external_services', 'enabled', 1, ['id' => $service->id]);
            $this->done[] = "Enabled the web service {$service->name}";
        }
        $entry = ['externalserviceid' => $service->id, 'userid' => $user->id];
        if (!$DB->record_exists('external_services_users', $entry)) {
            (new \webservice())->add_ws_authorised_user((object) $entry);
            $this->done[] = "Let the account {$user->username} use the web service";
        }
    }

    /**
     * The pre-built web service.
     *
     * @return \stdClass
     */
    private function service(): \stdClass {
        global $DB;
        return $DB->get_record('external_services', ['shortname' => needs::SERVICE], '*', MUST_EXIST);
    }
}
