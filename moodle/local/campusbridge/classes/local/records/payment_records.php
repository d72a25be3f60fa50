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
 * Payments as they are stored.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\asof;

/**
 * Writes single payments, between two reads of a student's whole finance.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class payment_records {
    /** The table. */
    public const TABLE = 'local_campusbridge_payments';

    /** Kind of the times kept of payments that were deleted before they came here. */
    private const DELETED = 'payment';

    /**
     * Adds payments, or changes those that are there.
     *
     * @param array[] $items
     * @return array[] a result for each
     */
    public static function add(array $items): array {
        return record_lock::during(record_lock::MONEY, function () use ($items): array {
            $batch = new record_batch($items, payment_item::class);
            $rows = row::by_zohoid(self::TABLE, $batch->zohoids());
            $finance = row::by_zohoid(
                finance_records::TABLE,
                array_merge(array_column($batch->items(), 'student'), array_column($rows, 'student'))
            );
            $deleted = self::deleted(array_diff($batch->zohoids(), array_keys($rows)));
            return $batch->run(self::TABLE, function (payment_item $item) use ($batch, $rows, $finance, $deleted): string {
                $row = $rows[$item->zohoid] ?? null;
                $known = [$row, $finance[$item->student] ?? null, $finance[$row->student ?? ''] ?? null];
                $newest = max([0, $deleted[$item->zohoid] ?? 0, ...array_column(array_filter($known), 'asof')]);
                if ($item->asof < $newest) {
                    return 'stale';
                }
                if ($row !== null && !row::differs($row, $item->columns())) {
                    return $batch->unchanged($row, $item);
                }
                return self::write($row, $item);
            });
        });
    }

    /**
     * Voids payments. They stay, struck through, because the student has seen them.
     *
     * @param array[] $items
     * @return array[] a result for each; a payment that is not there is skipped
     */
    public static function void(array $items): array {
        return record_lock::during(record_lock::MONEY, function () use ($items): array {
            $batch = new record_batch($items, deletion_item::class);
            $rows = row::by_zohoid(self::TABLE, $batch->zohoids());
            $finance = row::by_zohoid(finance_records::TABLE, array_column($rows, 'student'));
            return $batch->run(self::TABLE, function (deletion_item $item) use ($batch, $rows, $finance): string {
                global $DB;
                $row = $rows[$item->zohoid] ?? null;
                if ($row === null) {
                    asof::claim(self::DELETED, [$item->zohoid => $item->asof]);
                    return 'skipped';
                }
                if ($item->asof < max($row->asof, $finance[$row->student]->asof ?? 0)) {
                    return 'stale';
                }
                if ($row->voided) {
                    return $batch->unchanged($row, $item);
                }
                $DB->update_record(self::TABLE, (object) ['id' => $row->id, 'voided' => 1, 'asof' => $item->asof]);
                finance_records::forget_hash([$row->student]);
                return 'updated';
            });
        });
    }

    /**
     * When payments were deleted that never came here.
     *
     * @param string[] $zohoids
     * @return int[] milliseconds since 1970, by Zoho id; the others are left out
     */
    public static function deleted(array $zohoids): array {
        return asof::known(self::DELETED, $zohoids);
    }

    /**
     * Writes a payment.
     *
     * @param \stdClass|null $row
     * @param payment_item $item
     * @return string the status
     */
    private static function write(?\stdClass $row, payment_item $item): string {
        global $DB;
        finance_records::forget_hash([$item->student, ...($row === null ? [] : [$row->student])]);
        $columns = $item->columns() + ['asof' => $item->asof];
        if ($row === null) {
            $DB->insert_record(self::TABLE, (object) $columns, false);
            return 'created';
        }
        $DB->update_record(self::TABLE, (object) ($columns + ['id' => $row->id]));
        return 'updated';
    }
}
