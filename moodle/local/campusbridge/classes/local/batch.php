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

use invalid_parameter_exception;

/**
 * Reads the one JSON parameter of a batch function and runs its items.
 *
 * PHP cuts a form of more than max_input_vars variables without a word; one JSON text cannot be cut. All items run in one transaction,
 * which is fast. If any of them throws, everything is undone and they run again one by one, each in a transaction of its own, because
 * Moodle has no savepoints: then only the bad ones fail.
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

    /**
     * The items of a call.
     *
     * @param string $json a list of at most 100 JSON objects
     * @return array[] each an associative array
     * @throws invalid_parameter_exception naming what is wrong
     */
    public static function items(string $json): array {
        if (strlen($json) > self::MAX_BYTES) {
            throw new invalid_parameter_exception('items: at most ' . self::MAX_BYTES . ' bytes of JSON');
        }
        $items = json_decode($json, true, 32);
        if (!is_array($items) || !array_is_list($items)) {
            throw new invalid_parameter_exception('items: a JSON list');
        }
        if (count($items) > self::MAX_ITEMS) {
            throw new invalid_parameter_exception('items: at most ' . self::MAX_ITEMS);
        }
        foreach ($items as $index => $item) {
            if (!is_array($item) || ($item !== [] && array_is_list($item))) {
                throw new invalid_parameter_exception("items[{$index}]: a JSON object");
            }
        }
        return $items;
    }

    /**
     * Runs each item.
     *
     * @param array[] $items
     * @param callable $work takes an item, returns what became of it: ['status' => 'created'|'updated'|'skipped'|..., ...];
     *                       throws an item_refused, or any Throwable
     * @return array[] in the order of the items: what $work returned, or ['status' => 'refused', 'error' => code, 'field' => ..., 'message' => ...]
     */
    public static function run(array $items, callable $work): array {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $results = array_map($work, $items);
            $transaction->allow_commit();
            return $results;
        } catch (\Throwable $e) {
            self::undo($transaction, $e);
        }
        return array_map(fn(array $item): array => self::alone($item, $work), $items);
    }

    /**
     * One item in a transaction of its own.
     *
     * @param array $item
     * @param callable $work
     * @return array
     */
    private static function alone(array $item, callable $work): array {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        try {
            $result = $work($item);
            $transaction->allow_commit();
            return $result;
        } catch (\Throwable $e) {
            self::undo($transaction, $e);
            return item_refused::result_of($e);
        }
    }

    /**
     * Undoes a transaction without letting its exception out, which Moodle's rollback always throws again.
     *
     * @param \moodle_transaction $transaction
     * @param \Throwable $e
     */
    private static function undo(\moodle_transaction $transaction, \Throwable $e): void {
        try {
            $transaction->rollback($e);
        } catch (\Throwable $same) {
            if ($same !== $e) {
                throw $same;
            }
        }
    }
}
