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
 * What was read from Zoho when.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Refuses what is older than what was applied already, per kind of item and key.
 *
 * To be called inside the transaction that applies the items: it locks the rows, so that of two calls at once about one key the
 * second waits for the first.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class asof {
    /** The table. */
    public const TABLE = 'local_campusbridge_asof';

    /**
     * Marks items as applied and says which of them must not be, because something newer was.
     *
     * @param string $kind such as 'user', at most 20 characters
     * @param int[] $asofs milliseconds since 1970, by key (at most 50 characters)
     * @param int[] $userids whom the keys are about, by key, where it is known
     * @return bool[] the stale ones: key => true
     */
    public static function claim(string $kind, array $asofs, array $userids = []): array {
        global $DB;
        if ($asofs === []) {
            return [];
        }
        self::raise($kind, $asofs);
        $known = self::known($kind, array_keys($asofs));
        $DB->insert_records(self::TABLE, array_map(fn($key): array => [
            'kind' => $kind,
            'itemkey' => (string) $key,
            'asof' => $asofs[$key],
            'userid' => $userids[$key] ?? 0,
        ], array_keys(array_diff_key($asofs, $known))));

        return array_map(fn(): bool => true, array_filter($known, fn(int $asof, $key): bool => $asof > $asofs[$key],
            ARRAY_FILTER_USE_BOTH));
    }

    /**
     * When keys were applied last. Of a kind whose records have a time of their own only those are here that were deleted, so that
     * an older item does not bring one back.
     *
     * @param string $kind
     * @param string[] $keys
     * @return int[] milliseconds since 1970, by key; what was never applied is left out
     */
    public static function known(string $kind, array $keys): array {
        global $DB;
        if ($keys === []) {
            return [];
        }
        [$insql, $params] = $DB->get_in_or_equal(array_map('strval', $keys), SQL_PARAMS_NAMED);
        $known = $DB->get_records_select_menu(self::TABLE, "kind = :kind AND itemkey {$insql}", $params + ['kind' => $kind], '',
            'itemkey, asof');
        return array_map('intval', $known);
    }

    /**
     * Forgets what is about people.
     *
     * @param int[] $userids
     */
    public static function forget(array $userids): void {
        global $DB;
        $DB->delete_records_list(self::TABLE, 'userid', $userids);
    }

    /**
     * Remembers whom a key is about, for the erasure of personal data.
     *
     * @param string $kind
     * @param string $key
     * @param int $userid
     */
    public static function belongs_to(string $kind, string $key, int $userid): void {
        global $DB;
        $DB->set_field(self::TABLE, 'userid', $userid, ['kind' => $kind, 'itemkey' => $key]);
    }

    /**
     * Writes the newer times, which also locks the rows. Items of one reading share their time, so this is mostly one statement.
     *
     * @param string $kind
     * @param int[] $asofs
     */
    private static function raise(string $kind, array $asofs): void {
        global $DB;
        $keysof = [];
        foreach ($asofs as $key => $asof) {
            $keysof[$asof][] = (string) $key;
        }
        ksort($keysof);
        foreach ($keysof as $asof => $keys) {
            [$insql, $params] = $DB->get_in_or_equal($keys, SQL_PARAMS_NAMED);
            $DB->set_field_select(self::TABLE, 'asof', $asof, "kind = :kind AND itemkey {$insql} AND asof <= :asof",
                $params + ['kind' => $kind, 'asof' => $asof]);
        }
    }
}
