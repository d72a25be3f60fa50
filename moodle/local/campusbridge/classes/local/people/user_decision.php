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
 * Whom an item is about.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\item_refused;

/**
 * Decides whom an item is about, and what of it may be written.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class user_decision {
    /**
     * Constructor.
     *
     * @param known_users $known
     */
    public function __construct(
        /** @var known_users what stands */
        private readonly known_users $known
    ) {
    }

    /**
     * The user an item is about.
     *
     * @param user_item $item
     * @return \stdClass|null null when there is none yet
     * @throws item_refused when it is not clear, or a user that nothing from outside may change
     */
    public function user_of(user_item $item): ?\stdClass {
        $holders = $this->known->holders($item->zohoid);
        if (count($holders) > 1) {
            throw new item_refused('idnumbertwice', 'zohoid', 'zohoid: it is the idnumber of the users ' . implode(', ', $holders));
        }
        if ($item->userid === null) {
            $field = 'zohoid';
            $user = $this->known->user($holders[0] ?? 0);
            if ($user === null) {
                return null;
            }
        } else {
            $field = 'userid';
            $user = $this->known->user($item->userid);
            if ($user === null) {
                throw new item_refused('usernotfound', $field, "userid: there is no user {$item->userid}");
            }
            if ($holders !== [] && $holders[0] !== $item->userid) {
                throw new item_refused('idnumbertaken', 'zohoid', "zohoid: it is the idnumber of user {$holders[0]} already");
            }
        }
        self::require_changeable($user, $field);
        return $user;
    }

    /**
     * What would change of a user.
     *
     * @param user_item $item
     * @param \stdClass $user
     * @return string[] values by column
     * @throws item_refused when the user is linked to another record
     */
    public function changes(user_item $item, \stdClass $user): array {
        $wanted = $item->columns;
        if ($user->idnumber !== $item->zohoid && ($user->idnumber === '' || $item->foreignidnumber !== 'keep')) {
            if ($user->idnumber !== '' && $item->foreignidnumber === 'refuse') {
                throw new item_refused('idnumberforeign', 'foreignidnumber',
                    "foreignidnumber: user {$user->id} has another idnumber; say keep or overwrite if this is the same person");
            }
            $wanted['idnumber'] = $item->zohoid;
        }
        $differs = fn(string $value, string $column): bool => $value !== $user->$column;
        return array_filter($wanted, $differs, ARRAY_FILTER_USE_BOTH);
    }

    /**
     * Refuses a username or an e-mail address that somebody else has.
     *
     * @param string[] $columns
     * @param int $userid who may have it
     */
    public function require_free(array $columns, int $userid): void {
        $holder = $this->known->names->holder_of_username($columns['username'] ?? '') ?? $userid;
        if ($holder !== $userid) {
            throw new item_refused('usernametaken', 'username', "username: user {$holder} has it");
        }
        $others = array_diff($this->known->names->holders_of_email($columns['email'] ?? ''), [$userid]);
        if ($others !== []) {
            throw new item_refused('emailtaken', 'email', 'email: already that of user ' . implode(', ', $others));
        }
    }

    /**
     * Refuses a user whom nothing from outside may change.
     *
     * @param \stdClass $user
     * @param string $field the field that named them
     */
    private static function require_changeable(\stdClass $user, string $field): void {
        global $CFG;
        $problem = match (true) {
            (bool) $user->deleted => ['userdeleted', 'was deleted in Moodle'],
            $user->mnethostid != $CFG->mnet_localhost_id => ['userremote', 'belongs to another Moodle (MNet)'],
            isguestuser($user->id) => ['userguest', 'is the guest account'],
            is_siteadmin($user->id) => ['useradmin', 'is a site administrator, whom nothing from outside changes'],
            default => null,
        };
        if ($problem !== null) {
            throw new item_refused($problem[0], $field, "{$field}: user {$user->id} {$problem[1]}");
        }
    }
}
