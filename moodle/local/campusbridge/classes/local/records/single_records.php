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
 * Records of one row each.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * Writes profiles, classes and grades: records that are one row and nothing else.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class single_records {
    /**
     * Brings rows into step.
     *
     * @param array[] $items
     * @param string $class name of the item class
     * @param string $table
     * @return array[] a result for each
     */
    public static function set(array $items, string $class, string $table): array {
        return record_lock::during(record_lock::TABLE . $table, function () use ($items, $class, $table): array {
            $batch = new record_batch($items, $class);
            $rows = row::by_zohoid($table, $batch->zohoids());
            return $batch->run($table, fn(item $item): string => self::write($batch, $table, $rows[$item->zohoid] ?? null, $item));
        });
    }

    /**
     * Brings one row into step.
     *
     * @param record_batch $batch
     * @param string $table
     * @param \stdClass|null $row what is stored
     * @param item $item
     * @return string the status
     */
    private static function write(record_batch $batch, string $table, ?\stdClass $row, item $item): string {
        global $DB;
        if ($row !== null && $item->asof < $row->asof) {
            return 'stale';
        }
        $hash = $item->hash();
        if ($row !== null && $row->hash === $hash) {
            return $batch->unchanged($row, $item);
        }
        $columns = $item->columns() + ['hash' => $hash, 'asof' => $item->asof];
        if ($row === null) {
            $DB->insert_record($table, (object) $columns, false);
            return 'created';
        }
        $DB->update_record($table, (object) ($columns + ['id' => $row->id]));
        return 'updated';
    }
}
