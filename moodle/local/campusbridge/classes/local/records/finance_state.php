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
 * What is stored of the money of some students.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * All rows that a call of set_finance compares with, read in a handful of queries before the first is written.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class finance_state {
    /** @var \stdClass[] finance rows by student record */
    private array $finance;

    /** @var \stdClass[][] instalment rows by student record */
    private array $instalments = [];

    /** @var \stdClass[][] payment rows by student record */
    private array $payments = [];

    /** @var \stdClass[] payment rows by their own Zoho id */
    private array $paymentsbyzohoid = [];

    /** @var later_deletions what was deleted before it came here */
    private later_deletions $deletions;

    /** @var claimed_payments whose the payments of the call are */
    private claimed_payments $claims;

    /** @var int[][] when the schedule of a registration was read last: student record => registration => as_of */
    private array $schedules = [];

    /**
     * Constructor.
     *
     * @param \stdClass[] $finance
     */
    private function __construct(array $finance) {
        $this->finance = $finance;
        $this->deletions = later_deletions::none();
        $this->claims = new claimed_payments([]);
    }

    /**
     * Reads what is stored. Instalments and payments are read only of students whose finance changed.
     *
     * @param finance_item[] $items
     * @return self
     */
    public static function of(array $items): self {
        $state = new self(row::by_zohoid(finance_records::TABLE, array_column($items, 'zohoid')));
        $changed = array_filter($items, function (finance_item $item) use ($state): bool {
            $row = $state->finance($item->zohoid);
            return $row === null || ($item->asof >= $row->asof && $row->hash !== $item->hash());
        });
        $state->read_children(array_column($changed, 'zohoid'));
        $state->read_payments_of_others($changed);
        $state->claims = new claimed_payments($changed);
        return $state;
    }

    /**
     * The finance row of a student.
     *
     * @param string $student
     * @return \stdClass|null
     */
    public function finance(string $student): ?\stdClass {
        return $this->finance[$student] ?? null;
    }

    /**
     * The instalment rows of a student.
     *
     * @param string $student
     * @return \stdClass[]
     */
    public function instalments(string $student): array {
        return $this->instalments[$student] ?? [];
    }

    /**
     * The payment rows of a student.
     *
     * @param string $student
     * @return \stdClass[]
     */
    public function payments(string $student): array {
        return $this->payments[$student] ?? [];
    }

    /**
     * The row of a payment record, whosever it is.
     *
     * @param string $zohoid
     * @return \stdClass|null
     */
    public function payment(string $zohoid): ?\stdClass {
        return $this->paymentsbyzohoid[$zohoid] ?? null;
    }

    /**
     * Refuses an item that has a payment which an earlier item of the call has.
     *
     * @param finance_item $item
     * @throws \local_campusbridge\local\item_refused paymenttaken
     */
    public function refuse_taken_payments(finance_item $item): void {
        $this->claims->refuse_taken($item);
    }

    /**
     * Whether a payment that is not stored was deleted after an item was read.
     *
     * @param string $zohoid
     * @param finance_item $item
     * @return bool
     */
    public function was_deleted(string $zohoid, finance_item $item): bool {
        return $this->deletions->has_payment($zohoid, $item);
    }

    /**
     * Registrations whose schedule was read after an item was, or that were deleted after it.
     *
     * @param finance_item $item
     * @return int[] by registration
     */
    public function newer_schedules(finance_item $item): array {
        $later = array_filter($this->schedules[$item->zohoid] ?? [], fn(int $asof): bool => $asof > $item->asof);
        return $later + $this->deletions->registrations($item);
    }

    /**
     * Whether registrations of a student are stored.
     *
     * @param string $student
     * @return bool
     */
    public function has_registrations(string $student): bool {
        return isset($this->schedules[$student]);
    }

    /**
     * Reads instalments, payments and when schedules were read.
     *
     * @param string[] $students
     */
    private function read_children(array $students): void {
        foreach (row::where(schedule::TABLE, 'student', $students) as $row) {
            $this->instalments[$row->student][] = $row;
        }
        foreach (row::where(payment_records::TABLE, 'student', $students) as $row) {
            $this->add_payment($row);
        }
        foreach (row::where(registration_records::TABLE, 'student', $students) as $row) {
            $this->schedules[$row->student][$row->zohoid] = (int) $row->scheduleasof;
        }
    }

    /**
     * Reads payments that stand under another student until now.
     *
     * @param finance_item[] $items
     */
    private function read_payments_of_others(array $items): void {
        $unknown = [];
        foreach ($items as $item) {
            foreach (array_filter(array_column($item->payments, 'zohoid')) as $zohoid) {
                if ($this->payment($zohoid) === null) {
                    $unknown[] = $zohoid;
                }
            }
        }
        $others = row::where(payment_records::TABLE, 'zohoid', $unknown);
        array_walk($others, fn(\stdClass $row) => $this->add_payment($row));
        $this->deletions = later_deletions::of($items, array_diff($unknown, array_column($others, 'zohoid')));
        $students = array_filter(array_column($others, 'student'), fn(string $student): bool => $this->finance($student) === null);
        $this->finance += row::by_zohoid(finance_records::TABLE, $students);
    }

    /**
     * Takes a payment in.
     *
     * @param \stdClass $row
     */
    private function add_payment(\stdClass $row): void {
        $this->payments[$row->student][] = $row;
        if ($row->zohoid !== null) {
            $this->paymentsbyzohoid[$row->zohoid] = $row;
        }
    }
}
