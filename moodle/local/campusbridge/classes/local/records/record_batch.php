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
 * Items of one call, checked before anything is written.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\batch;
use local_campusbridge\local\item_refused;
use local_campusbridge\local\reading\fields;

/**
 * Reads the items of a call and refuses the wrong ones, so that the good ones can be written together.
 *
 * A record may stand in one call only once, so what is stored can be looked up for all of them at once before the first is written.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class record_batch {
    /** @var item[] the good ones, by their place in the call */
    private array $items = [];

    /** @var array[] results, by place in the call */
    private array $results = [];

    /** @var int[] what was found unchanged: row id => as_of */
    private array $unchanged = [];

    /**
     * Reads the items.
     *
     * @param array[] $items
     * @param string $class name of the item class
     */
    public function __construct(array $items, string $class) {
        $seen = [];
        foreach ($items as $place => $values) {
            try {
                $item = new $class(new fields($values));
                if (isset($seen[$item->zohoid])) {
                    throw new item_refused('duplicate', 'zohoid', "zohoid: {$item->zohoid} stands in this call already");
                }
                $seen[$item->zohoid] = true;
                $this->items[$place] = $item;
            } catch (item_refused $e) {
                $this->results[$place] = self::named($values) + item_refused::result_of($e);
            }
        }
        $this->refuse_strangers('user', fn(item $item): array => $item->users());
        $this->refuse_strangers('course', fn(item $item): array => $item->courses());
    }

    /**
     * The good ones.
     *
     * @return item[]
     */
    public function items(): array {
        return $this->items;
    }

    /**
     * Ids of the good ones.
     *
     * @return string[]
     */
    public function zohoids(): array {
        return array_column($this->items, 'zohoid');
    }

    /**
     * Writes the good ones.
     *
     * @param string $table where as_of of the unchanged ones is kept
     * @param callable $work takes an item, returns its status: created, updated, skipped or stale. It may run twice for an item
     *     (see
     *                       batch::run()), the first time without effect
     * @return array[] a result for each item of the call, in their order
     */
    public function run(string $table, callable $work): array {
        $entries = [];
        foreach ($this->items as $place => $item) {
            $entries[$place] = ['item' => $item];
        }
        $results = batch::run($entries, fn(array $entry): array => ['status' => $work($entry['item'])]);
        $this->write_unchanged($table);
        foreach ($results as $place => $result) {
            $this->results[$place] = ['zohoid' => $this->items[$place]->zohoid] + $result;
        }
        ksort($this->results);
        return array_values($this->results);
    }

    /**
     * Notes that a row is as the item says, as of now.
     *
     * @param \stdClass $row
     * @param item $item
     * @return string the status
     */
    public function unchanged(\stdClass $row, item $item): string {
        if ($item->asof > $row->asof) {
            $this->unchanged[$row->id] = $item->asof;
        }
        return 'skipped';
    }

    /**
     * Which record an item is about, when it can be told.
     *
     * @param array $values
     * @return array zohoid, or nothing
     */
    private static function named(array $values): array {
        try {
            return ['zohoid' => (new fields($values))->zohoid('zohoid')];
        } catch (item_refused) {
            return [];
        }
    }

    /**
     * Refuses items that name users or courses Moodle does not have.
     *
     * @param string $table
     * @param callable $named takes an item, returns field => id
     */
    private function refuse_strangers(string $table, callable $named): void {
        global $DB;
        $named = array_map($named, $this->items);
        $ids = array_unique(array_merge([], ...array_map('array_values', $named)));
        if ($ids === []) {
            return;
        }
        [$insql, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
        $select = $table === 'user' ? 'deleted = 0 AND id ' : 'id ';
        $known = $DB->get_records_select_menu($table, $select . $insql, $params, '', 'id, id AS same');
        foreach ($named as $place => $fields) {
            foreach ($fields as $field => $id) {
                if (!isset($known[$id])) {
                    $e = new item_refused("{$table}notfound", $field, "{$field}: there is no {$table} with id {$id}");
                    $this->results[$place] = ['zohoid' => $this->items[$place]->zohoid] + item_refused::result_of($e);
                    unset($this->items[$place]);
                    break;
                }
            }
        }
    }

    /**
     * Writes as_of of what was found unchanged: one statement for all that were read at the same time.
     *
     * @param string $table
     */
    private function write_unchanged(string $table): void {
        global $DB;
        $byasof = [];
        foreach ($this->unchanged as $id => $asof) {
            $byasof[$asof][] = $id;
        }
        foreach ($byasof as $asof => $ids) {
            [$insql, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
            $DB->set_field_select($table, 'asof', $asof, "id {$insql}", $params);
        }
    }
}
