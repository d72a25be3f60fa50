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
 * Creating and updating users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\asof;
use local_campusbridge\local\batch;
use local_campusbridge\local\item_refused;

/**
 * Brings accounts into step with the items of local_campusbridge_upsert_users.
 *
 * What all items of a run need is loaded in a few queries, whose answers are kept up to date while the items are worked through.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class user_upsert {
    /** Kind of the stored times. */
    private const KIND = 'user';

    /** What is compared and decided on. */
    private const COLUMNS =
        'id, username, auth, idnumber, firstname, lastname, email, city, country, suspended, deleted, mnethostid';

    /** @var \stdClass[] users by id, deleted ones too */
    private array $users = [];

    /** @var int[][] ids of the living users who have an idnumber, by idnumber */
    private array $byidnumber = [];

    /** @var int[] who has a username, by username */
    private array $usernames = [];

    /** @var int[][] who has an e-mail address (user ids as keys), by the address in lower case */
    private array $emails = [];

    /** @var bool[] items older than what was applied, by Zoho id */
    private array $stale = [];

    /**
     * Creates and updates users.
     *
     * @param array[] $items as decoded from JSON
     * @return array[] results, see batch::run()
     */
    public static function run(array $items): array {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');
        $upsert = new self();
        $seen = [];
        return batch::run($items, $upsert->apply(...), function (array $item) use (&$seen): user_item {
            $read = user_item::read($item);
            if (isset($seen[$read->zohoid])) {
                throw new item_refused('twice', 'zohoid', 'zohoid: an earlier item of this call is about the same record');
            }
            $seen[$read->zohoid] = true;
            return $read;
        }, $upsert->load(...));
    }

    /**
     * Loads what the items need.
     *
     * @param user_item[] $items
     */
    private function load(array $items): void {
        $this->users = [];
        $this->byidnumber = [];
        $this->load_users('id', array_filter(array_column($items, 'userid')));
        $this->load_users('idnumber', array_column($items, 'zohoid'));
        $userids = array_map(fn(array $ids): int => $ids[0], $this->byidnumber);
        foreach ($items as $item) {
            $userids[$item->zohoid] = $item->userid ?? $userids[$item->zohoid] ?? 0;
        }
        $this->stale = asof::claim(self::KIND, array_column($items, 'asof', 'zohoid'), $userids);

        $this->usernames = [];
        $this->emails = [];
        $usernames = [];
        $emails = [];
        foreach ($items as $item) {
            $user = $this->users[$userids[$item->zohoid]] ?? null;
            if (isset($item->columns['username']) && $item->columns['username'] !== $user?->username) {
                $usernames[] = $item->columns['username'];
            }
            if (isset($item->columns['email']) && $item->columns['email'] !== $user?->email) {
                $emails[] = \core_text::strtolower($item->columns['email']);
            }
        }
        $this->load_taken($usernames, $emails);
    }

    /**
     * Loads users by a column.
     *
     * @param string $column id or idnumber
     * @param array $values
     */
    private function load_users(string $column, array $values): void {
        global $DB;
        if ($values === []) {
            return;
        }
        foreach ($DB->get_records_list('user', $column, $values, 'id', self::COLUMNS) as $user) {
            if ($column === 'idnumber' && !$user->deleted) {
                $this->byidnumber[$user->idnumber][] = (int) $user->id;
            }
            $this->users[$user->id] = $user;
        }
    }

    /**
     * Loads who has usernames and e-mail addresses that are about to be given. Addresses are compared without regard to case, as
     * core does, for which there is no index: so it is done once for all items.
     *
     * @param string[] $usernames
     * @param string[] $emails in lower case
     */
    private function load_taken(array $usernames, array $emails): void {
        global $CFG, $DB;
        if ($usernames !== []) {
            [$insql, $params] = $DB->get_in_or_equal($usernames, SQL_PARAMS_NAMED);
            $this->usernames = array_map('intval', $DB->get_records_select_menu('user', "username {$insql} AND mnethostid = :host",
                $params + ['host' => $CFG->mnet_localhost_id], '', 'username, id'));
        }
        if ($emails !== [] && empty($CFG->allowaccountssameemail)) {
            [$insql, $params] = $DB->get_in_or_equal($emails, SQL_PARAMS_NAMED);
            $holders = $DB->get_records_select_menu('user', "LOWER(email) {$insql} AND mnethostid = :host",
                $params + ['host' => $CFG->mnet_localhost_id], '', 'id, email');
            foreach ($holders as $id => $email) {
                $this->emails[\core_text::strtolower($email)][$id] = true;
            }
        }
    }

    /**
     * Applies one item.
     *
     * @param user_item $item
     * @return array
     */
    private function apply(user_item $item): array {
        $user = $this->find($item);
        if (isset($this->stale[$item->zohoid])) {
            return ['status' => 'stale'] + ($user === null ? [] : ['userid' => (int) $user->id]);
        }
        return $user === null ? $this->create($item) : $this->update($item, $user);
    }

    /**
     * The user an item is about.
     *
     * @param user_item $item
     * @return \stdClass|null null when there is none yet
     * @throws item_refused when it is not clear, or a user that nothing from outside may change
     */
    private function find(user_item $item): ?\stdClass {
        global $CFG;
        $holders = $this->byidnumber[$item->zohoid] ?? [];
        if (count($holders) > 1) {
            throw new item_refused('idnumbertwice', 'zohoid', 'zohoid: it is the idnumber of the users ' . implode(', ', $holders));
        }
        if ($item->userid === null) {
            $field = 'zohoid';
            $user = $this->users[$holders[0] ?? 0] ?? null;
            if ($user === null) {
                return null;
            }
        } else {
            $field = 'userid';
            $user = $this->users[$item->userid] ?? null;
            if ($user === null) {
                throw new item_refused('usernotfound', $field, "userid: there is no user {$item->userid}");
            }
            if ($holders !== [] && $holders[0] !== $item->userid) {
                throw new item_refused('idnumbertaken', 'zohoid', "zohoid: it is the idnumber of user {$holders[0]} already");
            }
        }
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
        return $user;
    }

    /**
     * Creates an account.
     *
     * @param user_item $item
     * @return array
     */
    private function create(user_item $item): array {
        global $CFG;
        $this->require('moodle/user:create');
        $item->require_account();
        $this->require_free($item->columns, 0);
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
        asof::belongs_to(self::KIND, $item->zohoid, $user->id);
        $this->take($item->columns, $user->id);
        return ['status' => 'created', 'userid' => $user->id];
    }

    /**
     * Updates what differs.
     *
     * @param user_item $item
     * @param \stdClass $user
     * @return array
     */
    private function update(user_item $item, \stdClass $user): array {
        global $USER;
        $wanted = $item->columns;
        if ($user->idnumber !== $item->zohoid && ($user->idnumber === '' || $item->foreignidnumber !== 'keep')) {
            if ($user->idnumber !== '' && $item->foreignidnumber === 'refuse') {
                throw new item_refused('idnumberforeign', 'foreignidnumber',
                    "foreignidnumber: user {$user->id} has another idnumber; say keep or overwrite if this is the same person");
            }
            $wanted['idnumber'] = $item->zohoid;
        }
        $differs = fn(string $value, string $column): bool => $value !== $user->$column;
        $changed = array_filter($wanted, $differs, ARRAY_FILTER_USE_BOTH);
        if ($changed === []) {
            return ['status' => 'skipped', 'userid' => (int) $user->id];
        }
        $this->require('moodle/user:update');
        $this->require_free($changed, (int) $user->id);
        if (!empty($changed['suspended']) && $user->id == $USER->id) {
            throw new item_refused('userself', 'suspended', 'suspended: the service cannot suspend its own account');
        }
        user_update_user(['id' => $user->id] + $changed, false);
        if (!empty($changed['suspended'])) {
            \core\session\manager::destroy_user_sessions($user->id);
        }
        if ($item->userid !== null) {
            asof::belongs_to(self::KIND, $item->zohoid, (int) $user->id);
        }
        $this->give_up($user, $changed);
        $this->take($changed, (int) $user->id);
        return ['status' => 'updated', 'userid' => (int) $user->id, 'changes' => self::changes($user, $changed)];
    }

    /**
     * What an update changed.
     *
     * @param \stdClass $before
     * @param string[] $after
     * @return array[]
     */
    private static function changes(\stdClass $before, array $after): array {
        return array_map(fn(string $field): array => ['field' => $field, 'before' => $before->$field, 'after' => $after[$field]],
            array_keys($after));
    }

    /**
     * Refuses when the caller lacks one of core's capabilities.
     *
     * @param string $capability
     */
    private function require(string $capability): void {
        if (!has_capability($capability, \context_system::instance())) {
            throw new item_refused('nopermission', '', "The service user lacks the capability {$capability}");
        }
    }

    /**
     * Refuses a username or an e-mail address that somebody else has.
     *
     * @param string[] $columns
     * @param int $userid who may have it
     */
    private function require_free(array $columns, int $userid): void {
        $holder = $this->usernames[$columns['username'] ?? ''] ?? $userid;
        if ($holder !== $userid) {
            throw new item_refused('usernametaken', 'username', "username: user {$holder} has it");
        }
        $others = array_diff_key($this->emails[\core_text::strtolower($columns['email'] ?? '')] ?? [], [$userid => true]);
        if ($others !== []) {
            throw new item_refused('emailtaken', 'email', 'email: already that of user ' . implode(', ', array_keys($others)));
        }
    }

    /**
     * Notes that a username and an e-mail address are taken from now on.
     *
     * @param string[] $columns
     * @param int $userid
     */
    private function take(array $columns, int $userid): void {
        global $CFG;
        if (isset($columns['username'])) {
            $this->usernames[$columns['username']] = $userid;
        }
        if (isset($columns['email']) && empty($CFG->allowaccountssameemail)) {
            $this->emails[\core_text::strtolower($columns['email'])][$userid] = true;
        }
    }

    /**
     * Notes that a user's old username and e-mail address are free from now on.
     *
     * @param \stdClass $user as it was
     * @param string[] $changed
     */
    private function give_up(\stdClass $user, array $changed): void {
        if (isset($changed['username'])) {
            unset($this->usernames[$user->username]);
        }
        if (isset($changed['email'])) {
            unset($this->emails[\core_text::strtolower($user->email)][$user->id]);
        }
    }
}
