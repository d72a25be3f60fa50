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
 * Usernames and e-mail addresses that are taken.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

/**
 * Which of the usernames and e-mail addresses that some items give are taken, kept up to date while the items are worked through.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class taken_names {
    /** @var int[] who has a username, by username */
    private array $usernames = [];

    /** @var int[][] who has an e-mail address (user ids as keys), by the address in lower case */
    private array $emails = [];

    /**
     * Loads who has usernames and e-mail addresses that are about to be given. Addresses are compared without regard to case, as
     * core does, for which there is no index: so it is done once for all items.
     *
     * @param string[] $usernames
     * @param string[] $emails in lower case
     */
    public function load(array $usernames, array $emails): void {
        global $CFG, $DB;
        $this->usernames = [];
        $this->emails = [];
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
     * Who has a username.
     *
     * @param string $username
     * @return int|null
     */
    public function holder_of_username(string $username): ?int {
        return $this->usernames[$username] ?? null;
    }

    /**
     * Who has an e-mail address, in whatever letters; nobody where accounts may share one.
     *
     * @param string $email
     * @return int[]
     */
    public function holders_of_email(string $email): array {
        return array_keys($this->emails[\core_text::strtolower($email)] ?? []);
    }

    /**
     * Notes that a username and an e-mail address are taken from now on.
     *
     * @param string[] $columns
     * @param int $userid
     */
    public function take(array $columns, int $userid): void {
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
    public function give_up(\stdClass $user, array $changed): void {
        if (isset($changed['username'])) {
            unset($this->usernames[$user->username]);
        }
        if (isset($changed['email'])) {
            unset($this->emails[\core_text::strtolower($user->email)][$user->id]);
        }
    }
}
