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
 * Writing accounts.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\asof;
use local_campusbridge\local\item_refused;

/**
 * Writes accounts through core's own functions, so that whoever listens to Moodle's events hears of it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class user_writer {
    /**
     * Constructor.
     *
     * @param known_users $known
     * @param user_decision $decision
     */
    public function __construct(
        /** @var known_users what stands */
        private readonly known_users $known,
        /** @var user_decision what may be written */
        private readonly user_decision $decision
    ) {
    }

    /**
     * Creates an account.
     *
     * @param user_item $item
     * @return array
     */
    public function create(user_item $item): array {
        global $CFG;
        self::require_capability('moodle/user:create');
        $item->require_account();
        $this->decision->require_free($item->columns, 0);
        $keepspassword = $item->keeps_password();
        $user = (object) ($item->columns + [
            'idnumber' => $item->zohoid,
            'password' => $keepspassword ? '' : AUTH_PASSWORD_NOT_CACHED,
            'confirmed' => 1,
            'mnethostid' => $CFG->mnet_localhost_id,
        ]);
        $user->id = user_create_user($user, false, false);
        if ($keepspassword) {
            // Core's task of every minute makes the password and mails it: after the commit, and again when a mail server is away.
            set_user_preference('create_password', 1, $user);
        }
        \core\event\user_created::create_from_userid($user->id)->trigger();
        asof::belongs_to(known_users::KIND, $item->zohoid, $user->id);
        $this->known->names->take($item->columns, $user->id);
        return ['status' => 'created', 'userid' => $user->id];
    }

    /**
     * Updates what differs.
     *
     * @param user_item $item
     * @param \stdClass $user
     * @return array
     */
    public function update(user_item $item, \stdClass $user): array {
        global $USER;
        $changed = $this->decision->changes($item, $user);
        if ($changed === []) {
            return ['status' => 'skipped', 'userid' => (int) $user->id];
        }
        self::require_capability('moodle/user:update');
        $this->decision->require_free($changed, (int) $user->id);
        if (!empty($changed['suspended']) && $user->id == $USER->id) {
            throw new item_refused('userself', 'suspended', 'suspended: the service cannot suspend its own account');
        }
        user_update_user(['id' => $user->id] + $changed, false);
        if (!empty($changed['suspended'])) {
            \core\session\manager::destroy_user_sessions($user->id);
        }
        if ($item->userid !== null) {
            asof::belongs_to(known_users::KIND, $item->zohoid, (int) $user->id);
        }
        $this->known->names->give_up($user, $changed);
        $this->known->names->take($changed, (int) $user->id);
        return ['status' => 'updated', 'userid' => (int) $user->id, 'changes' => self::told($user, $changed)];
    }

    /**
     * What an update changed.
     *
     * @param \stdClass $before
     * @param string[] $after
     * @return array[]
     */
    private static function told(\stdClass $before, array $after): array {
        return array_map(fn(string $field): array => ['field' => $field, 'before' => $before->$field, 'after' => $after[$field]],
            array_keys($after));
    }

    /**
     * Refuses when the caller lacks one of core's capabilities.
     *
     * @param string $capability
     */
    private static function require_capability(string $capability): void {
        if (!has_capability($capability, \context_system::instance())) {
            throw new item_refused('nopermission', '', "The service user lacks the capability {$capability}");
        }
    }
}
