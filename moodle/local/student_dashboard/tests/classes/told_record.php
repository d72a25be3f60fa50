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

namespace local_student_dashboard\tests;

use local_student_dashboard\local\record;

/**
 * A record that says what a test tells it to say; a part that was told to fail throws.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class told_record implements record {
    /** What every section needs to be shown. */
    private const ALL_ON = [
        'show_profile' => true, 'show_academics' => true, 'show_finance' => true, 'show_payments' => true,
        'show_remaining_balance' => true, 'show_grades' => true, 'show_attendance' => true,
    ];

    /** @var array what it says, by function */
    private array $parts;

    /**
     * A record.
     *
     * @param array $parts by function; a part left out is empty, one that is a Throwable is thrown; config: only what is not on
     */
    public function __construct(array $parts = []) {
        $parts['config'] = (object) array_merge(self::ALL_ON, $parts['config'] ?? []);
        $this->parts = $parts;
    }

    #[\Override]
    public function profile(): ?\stdClass {
        return $this->part(__FUNCTION__, null);
    }

    #[\Override]
    public function registrations(): array {
        return $this->part(__FUNCTION__, []);
    }

    #[\Override]
    public function finance(): ?\stdClass {
        return $this->part(__FUNCTION__, null);
    }

    #[\Override]
    public function instalments(): array {
        return $this->part(__FUNCTION__, []);
    }

    #[\Override]
    public function payments(): array {
        return $this->part(__FUNCTION__, []);
    }

    #[\Override]
    public function grades(): array {
        return $this->part(__FUNCTION__, []);
    }

    #[\Override]
    public function config(): \stdClass {
        return $this->part(__FUNCTION__, null);
    }

    /**
     * A record with something in each part, read at an instant.
     *
     * @param int $asof seconds since 1970
     * @param array $parts instead of those of the full record
     * @return self
     */
    public static function full(int $asof, array $parts = []): self {
        $milliseconds = $asof * 1000;
        return new self($parts + [
            'profile' => (object) [
                'zohoid' => '500000000000000001', 'studentid' => 'S-1001', 'email' => 'amal@example.com', 'asof' => $milliseconds,
            ],
            'registrations' => [(object) [
                'zohoid' => '500000000000000002', 'programme' => 'Diploma in Business', 'level' => 'Level 5', 'status' => 'Active',
                'startdate' => '2026-09-01', 'enddate' => null, 'asof' => $milliseconds,
            ]],
            'finance' => (object) [
                'currency' => 'USD', 'total' => '10000.00', 'scholarshippercent' => '20.00', 'scholarshipamount' => '2000.00',
                'net' => '8000.00', 'paid' => '6000.00', 'remaining' => '2000.00', 'asof' => $milliseconds,
            ],
            'instalments' => [
                self::instalment(1, '2026-09-15', '2000.00', '2000.00'),
                self::instalment(2, '2026-11-23', '2000.00', '500.00'),
                self::instalment(3, '2026-12-01', '2000.00', '0.00'),
            ],
            'payments' => [(object) [
                'number' => 'R-17', 'date' => '2026-09-14', 'amount' => '2000.00', 'method' => 'Bank transfer', 'currency' => 'USD',
                'voided' => false,
            ]],
            'grades' => [(object) [
                'zohoid' => '500000000000000003', 'unitcode' => 'U4', 'unitname' => 'Managing Projects', 'result' => 'M',
                'attempt' => 1, 'date' => '2026-11-20',
                'criteria' => [(object) ['code' => 'P1', 'met' => true], (object) ['code' => 'D1', 'met' => false]],
                'feedback' => "Well argued.\nTry <b>more</b>.", 'explanation' => 'Merit: P1 met, D1 missing',
                'asof' => $milliseconds,
            ]],
        ]);
    }

    /**
     * An instalment in USD.
     *
     * @param int $number
     * @param string|null $duedate
     * @param string $amount
     * @param string $paid
     * @param string $registration
     * @return \stdClass
     */
    public static function instalment(
        int $number,
        ?string $duedate,
        string $amount,
        string $paid,
        string $registration = ''
    ): \stdClass {
        return (object) [
            'number' => $number, 'duedate' => $duedate, 'amount' => $amount, 'paid' => $paid, 'currency' => 'USD',
            'registration' => $registration,
        ];
    }

    /**
     * One part.
     *
     * @param string $name
     * @param mixed $nothing
     * @return mixed
     */
    private function part(string $name, mixed $nothing): mixed {
        $part = $this->parts[$name] ?? $nothing;
        if ($part instanceof \Throwable) {
            throw $part;
        }
        return $part;
    }
}
