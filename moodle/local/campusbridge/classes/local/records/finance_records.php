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
 * Finance as it is stored.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * Writes and reads what is known of students' money.
 *
 * The one hash of a student covers the fields, the instalments and the payments. Whoever writes any of them alone takes the
 * hash away, so that the next item is compared row by row.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class finance_records {
    /** The table. */
    public const TABLE = 'local_campusbridge_finance';

    /**
     * Brings the finance of students into step.
     *
     * @param array[] $items
     * @return array[] a result for each
     */
    public static function set(array $items): array {
        return record_lock::during(record_lock::MONEY, function () use ($items): array {
            $batch = new record_batch($items, finance_item::class);
            $stored = finance_state::of($batch->items());
            return $batch->run(self::TABLE, function (finance_item $item) use ($batch, $stored): string {
                $row = $stored->finance($item->zohoid);
                if ($row !== null && $item->asof < $row->asof) {
                    return 'stale';
                }
                if ($row !== null && $row->hash === $item->hash()) {
                    return $batch->unchanged($row, $item);
                }
                return self::write($stored, $row, $item);
            });
        });
    }

    /**
     * What is stored of students' money.
     *
     * @param string[] $zohoids of student records
     * @return \stdClass[] by Zoho id: finance row, with lists instalments and payments; those without finance are left out
     */
    public static function get(array $zohoids): array {
        $finance = row::by_zohoid(self::TABLE, $zohoids);
        foreach ($finance as $row) {
            $row->instalments = [];
            $row->payments = [];
        }
        foreach (row::where(schedule::TABLE, 'student', array_column($finance, 'zohoid')) as $instalment) {
            $finance[$instalment->student]->instalments[] = $instalment;
        }
        foreach (row::where(payment_records::TABLE, 'student', array_column($finance, 'zohoid')) as $payment) {
            $finance[$payment->student]->payments[] = $payment;
        }
        return $finance;
    }

    /**
     * Says that the finance of students is no longer what their last item said.
     *
     * @param string[] $students Zoho ids of student records
     */
    public static function forget_hash(array $students): void {
        global $DB;
        if ($students !== []) {
            [$insql, $params] = $DB->get_in_or_equal(array_unique($students), SQL_PARAMS_NAMED);
            $DB->set_field_select(self::TABLE, 'hash', null, "zohoid {$insql}", $params);
        }
    }

    /**
     * Writes the differences of one student.
     *
     * @param finance_state $stored
     * @param \stdClass|null $row
     * @param finance_item $item
     * @return string the status
     * @throws \local_campusbridge\local\item_refused paymenttaken
     */
    private static function write(finance_state $stored, ?\stdClass $row, finance_item $item): string {
        global $DB;
        $stored->refuse_taken_payments($item);
        $payments = new payment_difference($stored, $item);
        $changed = $payments->write();

        $newer = $stored->newer_schedules($item);
        $isours = fn(array|\stdClass $one): bool => !isset($newer[((array) $one)['registration']]);
        $rescheduled = schedule::write(
            $item->zohoid,
            $item->userid,
            array_filter($stored->instalments($item->zohoid), $isours),
            array_filter($item->instalments, $isours)
        );
        if ($rescheduled && $stored->has_registrations($item->zohoid)) {
            registration_records::forget_hash($item->zohoid);
        }

        $columns = $item->columns();
        $changed = $changed || $rescheduled || $row === null || row::differs($row, $columns);
        $columns += ['asof' => $item->asof, 'hash' => $newer === [] && !$payments->has_newer() ? $item->hash() : null];
        if ($row === null) {
            $DB->insert_record(self::TABLE, (object) $columns, false);
            return 'created';
        }
        $DB->update_record(self::TABLE, (object) ($columns + ['id' => $row->id]));
        return $changed ? 'updated' : 'skipped';
    }
}
