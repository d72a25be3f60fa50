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
 * What stands of people.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\asof;

/**
 * What stands in Moodle of the people that some items are about: loaded in a few queries for all of them, and kept up to date while
 * the items are worked through.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class known_users {
    /** Kind of the stored times. */
    public const KIND = 'user';

    /** What is compared and decided on. */
    private const COLUMNS =
        'id, username, auth, idnumber, firstname, lastname, email, city, country, suspended, deleted, mnethostid';

    /** @var \stdClass[] users by id, deleted ones too */
    private array $users = [];

    /** @var int[][] ids of the living users who have an idnumber, by idnumber */
    private array $byidnumber = [];

    /** @var taken_names the usernames and e-mail addresses about to be given that somebody has */
    public readonly taken_names $names;

    /** @var bool[] items older than what was applied, by Zoho id */
    private array $stale = [];

    /**
     * Constructor.
     */
    public function __construct() {
        $this->names = new taken_names();
    }

    /**
     * Loads what the items need.
     *
     * @param user_item[] $items
     */
    public function load(array $items): void {
        $this->users = [];
        $this->byidnumber = [];
        $this->load_users('id', array_filter(array_column($items, 'userid')));
        $this->load_users('idnumber', array_column($items, 'zohoid'));
        $userids = array_map(fn(array $ids): int => $ids[0], $this->byidnumber);
        foreach ($items as $item) {
            $userids[$item->zohoid] = $item->userid ?? $userids[$item->zohoid] ?? 0;
        }
        $this->stale = asof::claim(self::KIND, array_column($items, 'asof', 'zohoid'), $userids);

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
        $this->names->load($usernames, $emails);
    }

    /**
     * Somebody, also when they were deleted.
     *
     * @param int $userid
     * @return \stdClass|null
     */
    public function user(int $userid): ?\stdClass {
        return $this->users[$userid] ?? null;
    }

    /**
     * Whose idnumber a Zoho id is.
     *
     * @param string $zohoid
     * @return int[] ids of living users, mostly one or none
     */
    public function holders(string $zohoid): array {
        return $this->byidnumber[$zohoid] ?? [];
    }

    /**
     * Whether something newer was applied already.
     *
     * @param user_item $item
     * @return bool
     */
    public function is_stale(user_item $item): bool {
        return isset($this->stale[$item->zohoid]);
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
}
