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
 * Payments that two students of one call ask for.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\item_refused;

/**
 * Whose the payments of one call are. A payment record belongs to one student, so when two items of a call have the same one, Zoho
 * was read while it moved, or is wrong: the first item has it, and the other is refused by name instead of by the table's unique
 * index.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class claimed_payments {
    /** @var string[] student record by the Zoho id of the payment */
    private array $students = [];

    /**
     * Constructor.
     *
     * @param finance_item[] $items those of a call that are to be written, in their order
     */
    public function __construct(array $items) {
        foreach ($items as $item) {
            foreach (array_keys($item->places) as $zohoid) {
                $this->students[$zohoid] ??= $item->zohoid;
            }
        }
    }

    /**
     * Refuses an item that has a payment of an earlier one.
     *
     * @param finance_item $item
     * @throws item_refused paymenttaken
     */
    public function refuse_taken(finance_item $item): void {
        foreach ($item->places as $zohoid => $place) {
            $student = $this->students[$zohoid] ?? $item->zohoid;
            if ($student !== $item->zohoid) {
                $field = "payments[{$place}].zohoid";
                throw new item_refused('paymenttaken', $field, "{$field}: student {$student} of this call has this payment too");
            }
        }
    }
}
