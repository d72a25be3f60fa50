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
 * Registrations as they are stored.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\asof;

/**
 * Writes registrations and their instalments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class registration_records {
    /** The table. */
    public const TABLE = 'local_campusbridge_registrations';

    /** Kind of the times kept of registrations that were deleted before they came here. */
    private const DELETED = 'registration';

    /**
     * Brings registrations into step.
     *
     * @param array[] $items
     * @return array[] a result for each
     */
    public static function set(array $items): array {
        return record_lock::during(record_lock::MONEY, function () use ($items): array {
            $batch = new record_batch($items, registration_item::class);
            $rows = row::by_zohoid(self::TABLE, $batch->zohoids());
            $finance = row::by_zohoid(finance_records::TABLE, array_column($batch->items(), 'student'));
            $schedules = self::schedules($batch->zohoids());
            $deleted = self::deleted(array_diff($batch->zohoids(), array_keys($rows)));
            return $batch->run(self::TABLE, function (registration_item $item) use (
                $batch,
                $rows,
                $finance,
                $schedules,
                $deleted
            ): string {
                $row = $rows[$item->zohoid] ?? null;
                if ($item->asof < ($row->asof ?? $deleted[$item->zohoid] ?? 0)) {
                    return 'stale';
                }
                if ($row !== null && $row->hash === $item->hash()) {
                    return $batch->unchanged($row, $item);
                }
                $isnewest = $item->asof >= ($finance[$item->student]->asof ?? 0);
                return self::write($row, $item, $schedules[$item->zohoid] ?? [], $isnewest);
            });
        });
    }

    /**
     * Takes registrations from sight, with their instalments. The rows stay, so that an older item cannot bring one back.
     *
     * @param array[] $items
     * @return array[] a result for each; a registration that is not there is skipped
     */
    public static function delete(array $items): array {
        return record_lock::during(record_lock::MONEY, function () use ($items): array {
            $batch = new record_batch($items, deletion_item::class);
            $rows = row::by_zohoid(self::TABLE, $batch->zohoids());
            $schedules = self::schedules($batch->zohoids());
            return $batch->run(self::TABLE, function (deletion_item $item) use ($batch, $rows, $schedules): string {
                global $DB;
                $row = $rows[$item->zohoid] ?? null;
                if ($row === null) {
                    asof::claim(self::DELETED, [$item->zohoid => $item->asof]);
                    return 'skipped';
                }
                if ($item->asof < $row->asof) {
                    return 'stale';
                }
                if ($row->deleted) {
                    return $batch->unchanged($row, $item);
                }
                $DB->update_record(self::TABLE, (object) [
                    'id' => $row->id, 'deleted' => 1, 'hash' => null, 'asof' => $item->asof, 'scheduleasof' => $item->asof,
                ]);
                if (schedule::write($row->student, $row->userid, $schedules[$item->zohoid] ?? [], [])) {
                    finance_records::forget_hash([$row->student]);
                }
                return 'updated';
            });
        });
    }

    /**
     * When registrations were deleted that never came here.
     *
     * @param string[] $zohoids
     * @return int[] milliseconds since 1970, by Zoho id; the others are left out
     */
    public static function deleted(array $zohoids): array {
        return asof::known(self::DELETED, $zohoids);
    }

    /**
     * Says that the registrations of a student are no longer what their last items said, because their schedules were written
     * otherwise.
     *
     * @param string $student Zoho id of the student record
     */
    public static function forget_hash(string $student): void {
        global $DB;
        $DB->set_field(self::TABLE, 'hash', null, ['student' => $student]);
    }

    /**
     * Writes one registration.
     *
     * @param \stdClass|null $row
     * @param registration_item $item
     * @param \stdClass[] $schedule instalment rows of the registration
     * @param bool $isnewest whether the finance of the student was not read later
     * @return string the status
     */
    private static function write(?\stdClass $row, registration_item $item, array $schedule, bool $isnewest): string {
        global $DB;
        $columns = $item->columns();
        $changed = $row === null || row::differs($row, $columns);
        $columns += ['hash' => $item->hash(), 'asof' => $item->asof];
        if ($isnewest) {
            // An item without instalments leaves them, but they follow the registration to its account.
            $instalments = $item->instalments ?? schedule::said_by($schedule);
            if (schedule::write($item->student, $item->userid, $schedule, $instalments)) {
                finance_records::forget_hash([$item->student, ...($row === null ? [] : [$row->student])]);
                $changed = true;
            }
            $columns += $item->instalments === null ? [] : ['scheduleasof' => $item->asof];
        }
        if ($row === null) {
            $DB->insert_record(self::TABLE, (object) ($columns + ['scheduleasof' => 0]), false);
            return 'created';
        }
        $DB->update_record(self::TABLE, (object) ($columns + ['id' => $row->id]));
        return $changed ? 'updated' : 'skipped';
    }

    /**
     * Instalments of registrations.
     *
     * @param string[] $zohoids
     * @return \stdClass[][] rows by registration
     */
    private static function schedules(array $zohoids): array {
        $schedules = [];
        foreach (row::where(schedule::TABLE, 'registration', $zohoids) as $row) {
            $schedules[$row->registration][] = $row;
        }
        return $schedules;
    }
}
