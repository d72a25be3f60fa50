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

use local_student_dashboard\local\money;

/**
 * The fees in sum: total, scholarship, net, paid and, where the college shows it, what remains.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class finance extends section {
    /** The switch in the college's configuration. */
    public const FLAG = 'show_finance';

    /** What somebody else needs to see it. */
    public const KIND = 'finance';

    #[\Override]
    public function data(\renderer_base $output): ?array {
        $finance = $this->dashboard->record->finance();
        if ($finance === null) {
            return null;
        }
        $text = fn(?string $amount): ?string => (string) $amount === '' ? null : money::text($amount, $finance->currency);
        $percent = (string) $finance->scholarshippercent;
        $data = [
            'total' => $text($finance->total),
            'scholarshippercent' => $percent === '' ? null : format_float((float) $percent, 2, true, true),
            'scholarshipamount' => $text($finance->scholarshipamount),
            'net' => $text($finance->net),
            'paid' => $text($finance->paid),
            'remaining' => null,
            'showremaining' => false,
        ];
        if ($this->dashboard->switched_on('show_remaining_balance')) {
            $data['showremaining'] = true;
            $data['remaining'] = $text($finance->remaining);
        }
        return $data;
    }

    #[\Override]
    public function as_of(): ?int {
        return self::oldest([$this->dashboard->record->finance()]);
    }
}
