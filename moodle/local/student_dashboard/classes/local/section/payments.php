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

namespace local_student_dashboard\local\section;

use local_student_dashboard\local\calendar_day;
use local_student_dashboard\local\instalment;
use local_student_dashboard\local\money;

/**
 * What is to be paid when, and what was paid.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class payments extends section {
    /** The switch in the college's configuration. */
    public const FLAG = 'show_payments';

    /** What somebody else needs to see it. */
    public const KIND = 'finance';

    #[\Override]
    public function data(\renderer_base $output): ?array {
        $record = $this->dashboard->record;
        $instalments = $record->instalments();
        $payments = $record->payments();
        if ($instalments === [] && $payments === []) {
            return null;
        }
        $programmes = $this->programmes($instalments);
        return [
            'instalments' => array_map(
                fn(\stdClass $row): array => (new instalment($row, $this->dashboard->today))->export() + [
                    'programme' => $programmes[$row->registration ?? ''] ?? '',
                ],
                array_values($instalments)
            ),
            'hasinstalments' => $instalments !== [],
            'receipts' => array_map([$this, 'receipt'], array_values($payments)),
            'hasreceipts' => $payments !== [],
        ];
    }

    #[\Override]
    public function as_of(): ?int {
        return self::oldest([$this->dashboard->record->finance()]);
    }

    /**
     * What the template needs of a payment.
     *
     * @param \stdClass $payment
     * @return array
     */
    private function receipt(\stdClass $payment): array {
        return [
            'number' => (string) $payment->number,
            'date' => calendar_day::of($payment->date)?->export(),
            'amount' => money::text($payment->amount, $payment->currency),
            'method' => (string) $payment->method,
            'voided' => (bool) $payment->voided,
            'refund' => !$payment->voided && money::hundredths($payment->amount) < 0,
        ];
    }

    /**
     * The names of the programmes, when the instalments are of more than one.
     *
     * @param \stdClass[] $instalments
     * @return string[] by the Zoho id of the registration; empty when one programme needs no name
     */
    private function programmes(array $instalments): array {
        $registrations = array_unique(array_filter(array_column($instalments, 'registration')));
        if (count($registrations) < 2) {
            return [];
        }
        return array_column($this->dashboard->record->registrations(), 'programme', 'zohoid');
    }
}
