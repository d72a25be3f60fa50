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
 * A list of items, each with a result of its own.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Reads the one JSON parameter of a batch function and runs its items.
 *
 * PHP cuts a form of more than max_input_vars variables without a word; one JSON text cannot be cut. All items run in one
 * transaction, which is fast. If any of them throws, everything is undone and they run again one by one, each in a transaction of
 * its own, because Moodle has no savepoints: then only the bad ones fail.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class batch {
    /** Most items of one call. */
    public const MAX_ITEMS = 100;

    /** Largest JSON text of one call, in bytes. */
    private const MAX_BYTES = 4 * 1024 * 1024;

    /** Deepest nesting of the JSON text. */
    private const MAX_DEPTH = 32;

    /**
     * The items of a call.
     *
     * @param string $json a list of at most 100 JSON objects
     * @return array[] each an associative array
     * @throws invalid_items saying what is wrong, with debugging switched off too
     */
    public static function items(string $json): array {
        if (strlen($json) > self::MAX_BYTES) {
            throw new invalid_items('at most ' . self::MAX_BYTES . ' bytes of JSON; send fewer items at once');
        }
        $items = json_decode($json, true, self::MAX_DEPTH);
        if (json_last_error() !== JSON_ERROR_NONE) {
            throw new invalid_items('not JSON: ' . json_last_error_msg());
        }
        if (!is_array($items) || !array_is_list($items) || !str_starts_with(ltrim($json), '[')) {
            throw new invalid_items('must be a JSON list of objects');
        }
        if (count($items) > self::MAX_ITEMS) {
            throw new invalid_items('at most ' . self::MAX_ITEMS . ' in one call, not ' . count($items));
        }
        foreach ($items as $index => $item) {
            if (!is_array($item) || ($item !== [] && array_is_list($item))) {
                throw new invalid_items('must be a JSON object', $index);
            }
        }
        return $items;
    }

    /**
     * Runs each item.
     *
     * Everything that $work and $prepare need undone after a failure must be in the database: nothing may be sent from there.
     *
     * @param array[] $items
     * @param callable $work takes an item, returns what became of it: ['status' => 'created'|'updated'|'skipped'|..., ...];
     *                       throws an item_refused, or any Throwable
     * @param callable|null $read takes an item as it came and returns it checked, in whatever form $work wants it; its item_refused
     *                       costs the other items nothing, because it runs before any transaction
     * @param callable|null $prepare takes the list of (read) items that are about to run and loads what they need, at the start of
     *                       their transaction; called again before each item that runs alone
     * @return array[] in the order of the items: what $work returned, or
     *                       ['status' => 'refused', 'error' => code, 'field' => ..., 'message' => ...]
     */
    public static function run(array $items, callable $work, ?callable $read = null, ?callable $prepare = null): array {
        $results = [];
        $readable = [];
        foreach ($items as $index => $item) {
            try {
                $readable[$index] = $read === null ? $item : $read($item);
            } catch (item_refused $e) {
                $results[$index] = item_refused::result_of($e);
            }
        }
        if ($readable !== []) {
            $results += self::together($readable, $work, $prepare) ?? self::one_by_one($readable, $work, $prepare);
        }
        ksort($results);
        return $results;
    }

    /**
     * All items in one transaction.
     *
     * @param array $items by index
     * @param callable $work
     * @param callable|null $prepare
     * @return array[]|null results by index; null when all was undone and each has to be tried alone
     */
    private static function together(array $items, callable $work, ?callable $prepare): ?array {
        global $DB;
        $nested = $DB->is_transaction_started();
        try {
            return self::in_transaction($items, $work, $prepare);
        } catch (\Throwable $e) {
            if ($nested) {
                // The transaction around us cannot be committed any more: whoever opened it has to know.
                throw $e;
            }
            $final = $e instanceof item_refused && count($items) === 1;
            return $final ? [array_key_first($items) => item_refused::result_of($e)] : null;
        }
    }

    /**
     * Each item in a transaction of its own.
     *
     * @param array $items by index
     * @param callable $work
     * @param callable|null $prepare
     * @return array[] results by index
     */
    private static function one_by_one(array $items, callable $work, ?callable $prepare): array {
        $results = [];
        foreach ($items as $index => $item) {
            try {
                $results += self::in_transaction([$index => $item], $work, $prepare);
            } catch (\Throwable $e) {
                $results[$index] = item_refused::result_of($e);
            }
        }
        return $results;
    }

    /**
     * Runs items in one transaction, which is undone when one of them throws.
     *
     * @param array $items by index
     * @param callable $work
     * @param callable|null $prepare
     * @return array[] results by index
     * @throws \Throwable what $work or $prepare threw
     */
    private static function in_transaction(array $items, callable $work, ?callable $prepare): array {
        global $DB;
        $nested = $DB->is_transaction_started();
        $transaction = $DB->start_delegated_transaction();
        try {
            if ($prepare !== null) {
                $prepare(array_values($items));
            }
            $results = array_map($work, $items);
            $transaction->allow_commit();
            return $results;
        } catch (\Throwable $e) {
            try {
                $transaction->rollback($e);
            } catch (\Throwable) {
                // Moodle's rollback always throws the exception again, and does not roll back while a transaction inside is open.
                if (!$nested && $DB->is_transaction_started()) {
                    $DB->force_transaction_rollback();
                }
            }
            throw $e;
        }
    }
}
