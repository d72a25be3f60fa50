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
 * Payments of a student as they are and as they should be.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * Brings the payments of one student into step: what is new is added, what differs is changed, what is gone is voided and stays.
 *
 * A payment that another function wrote after the item was read is left as it is.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class payment_difference {
    /** @var bool whether some payments were left as they are */
    private bool $hasnewer = false;

    /** @var bool whether anything was written */
    private bool $changed = false;

    /**
     * Constructor.
     *
     * @param finance_state $stored
     * @param finance_item $item
     */
    public function __construct(
        /** @var finance_state what is stored */
        private readonly finance_state $stored,
        /** @var finance_item what should be */
        private readonly finance_item $item
    ) {
    }

    /**
     * Writes the differences.
     *
     * @return bool whether there were any
     */
    public function write(): bool {
        global $DB;
        $own = [];
        foreach ($this->stored->payments($this->item->zohoid) as $row) {
            $own[payment::key($row)] = $row;
        }
        $new = [];
        foreach ($this->item->payments as $key => $payment) {
            $columns = $payment + ['student' => $this->item->zohoid, 'userid' => $this->item->userid];
            $row = $own[$key] ?? ($payment['zohoid'] === null ? null : $this->stored->payment($payment['zohoid']));
            if ($row === null && $payment['zohoid'] !== null && $this->stored->was_deleted($payment['zohoid'], $this->item)) {
                $this->hasnewer = true;
            } else if ($row === null) {
                $new[] = $columns + ['asof' => $this->item->asof];
            } else {
                $this->update($row, $columns);
            }
        }
        if ($new !== []) {
            $DB->insert_records(payment_records::TABLE, $new);
            $this->changed = true;
        }
        $this->remove(array_diff_key($own, $this->item->payments));
        return $this->changed;
    }

    /**
     * Whether some payments were left as they are, because they were written after the item was read.
     *
     * @return bool
     */
    public function has_newer(): bool {
        return $this->hasnewer;
    }

    /**
     * Changes a payment.
     *
     * @param \stdClass $row
     * @param array $columns
     */
    private function update(\stdClass $row, array $columns): void {
        global $DB;
        if (!row::differs($row, $columns)) {
            return;
        }
        $elsewhere = $row->student === $this->item->zohoid ? null : $this->stored->finance($row->student);
        if (max($row->asof, $elsewhere->asof ?? 0) > $this->item->asof) {
            $this->hasnewer = true;
            return;
        }
        $DB->update_record(payment_records::TABLE, (object) ($columns + ['id' => $row->id, 'asof' => $this->item->asof]));
        if ($elsewhere !== null) {
            finance_records::forget_hash([$row->student]);
        }
        $this->changed = true;
    }

    /**
     * Voids payment records that are gone. Payments noted in the student record have no life of their own and are removed. One that
     * another item of the same call took over meanwhile is no longer this student's.
     *
     * @param \stdClass[] $rows
     */
    private function remove(array $rows): void {
        global $DB;
        foreach ($rows as $row) {
            if ($row->asof > $this->item->asof) {
                $this->hasnewer = true;
            } else if ($row->zohoid === null) {
                $DB->delete_records(payment_records::TABLE, ['id' => $row->id]);
                $this->changed = true;
            } else if (!$row->voided) {
                $ours = ['id' => $row->id, 'student' => $this->item->zohoid];
                $DB->set_field(payment_records::TABLE, 'asof', $this->item->asof, $ours);
                $DB->set_field(payment_records::TABLE, 'voided', 1, $ours);
                $this->changed = true;
            }
        }
    }
}
