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
 * The service's own user in Moodle.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use stdClass;

/**
 * What Moodle knows of the user that the service calls as: account, tokens, last call.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class service_user {
    /**
     * The account, deleted ones included.
     *
     * @return stdClass|null null when none was chosen or the chosen one does not exist
     */
    public static function account(): ?stdClass {
        $id = (int) get_config('local_campusbridge', 'serviceuserid');
        return $id > 0 ? (\core_user::get_user($id) ?: null) : null;
    }

    /**
     * The account's web service tokens.
     *
     * @param int $userid
     * @return stdClass[] {id, validuntil, lastaccess, service, shortname, enabled, usable}, the one used last first
     */
    public static function tokens(int $userid): array {
        global $DB;
        $sql = "SELECT t.id, t.validuntil, t.lastaccess, s.id AS serviceid, s.name AS service, s.shortname, s.enabled,
                       s.restrictedusers, su.id AS allowed, su.validuntil AS alloweduntil
                  FROM {external_tokens} t
                  JOIN {external_services} s ON s.id = t.externalserviceid
             LEFT JOIN {external_services_users} su ON su.externalserviceid = s.id AND su.userid = t.userid
                 WHERE t.userid = :userid AND t.tokentype = :permanent
              ORDER BY COALESCE(t.lastaccess, 0) DESC, t.id DESC";
        $tokens = $DB->get_records_sql($sql, ['userid' => $userid, 'permanent' => EXTERNAL_TOKEN_PERMANENT]);
        $now = time();
        foreach ($tokens as $token) {
            $allowed = !$token->restrictedusers
                || ($token->allowed && (!$token->alloweduntil || $token->alloweduntil > $now));
            $token->usable = $token->enabled && $allowed && (!$token->validuntil || $token->validuntil > $now);
        }
        return array_values($tokens);
    }

    /**
     * The last web service call that Moodle accepted with a token of the account.
     *
     * Moodle notes it with each token, at most once a minute, whatever is logged.
     *
     * @return stdClass|null {time, service}; null when there was none
     */
    public static function last_call(): ?stdClass {
        $account = self::account();
        $newest = $account === null ? null : (self::tokens($account->id)[0] ?? null);
        if ($newest === null || !$newest->lastaccess) {
            return null;
        }
        return (object) ['time' => (int) $newest->lastaccess, 'service' => $newest->service];
    }
}
