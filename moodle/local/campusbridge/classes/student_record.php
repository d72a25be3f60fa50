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
 * What the college says of a student.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge;

use local_campusbridge\local\records\dashboard_config;
use local_campusbridge\local\records\finance_records;
use local_campusbridge\local\records\grade_item;
use local_campusbridge\local\records\paid;
use local_campusbridge\local\records\payment_records;
use local_campusbridge\local\records\registration_records;
use local_campusbridge\local\records\schedule;

/**
 * Reads what the service stored of a student, for pages that show it. Nothing here asks another system.
 *
 * Each part is one query, made when it is asked for the first time. Whether somebody may see it is the caller's to check.
 * Amounts are strings with two decimals, days are "YYYY-MM-DD" or null, asof is in milliseconds since 1970.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class student_record {
    /** @var array[] rows that were read, by table */
    private array $rows = [];

    /**
     * Constructor.
     *
     * @param int $userid
     */
    private function __construct(
        /** @var int the student */
        private readonly int $userid
    ) {
    }

    /**
     * The record of a student.
     *
     * @param int $userid
     * @return self
     */
    public static function of(int $userid): self {
        return new self($userid);
    }

    /**
     * How the college knows the student.
     *
     * @return \stdClass|null zohoid, studentid, email, asof
     */
    public function profile(): ?\stdClass {
        $row = $this->rows('local_campusbridge_profiles', 'asof DESC, id DESC')[0] ?? null;
        return $row === null ? null : (object) [
            'zohoid' => $row->zohoid, 'studentid' => $row->studentid, 'email' => $row->email, 'asof' => (int) $row->asof,
        ];
    }

    /**
     * Programmes the student is registered on, the newest first.
     *
     * @return \stdClass[] zohoid, programme, level, status, startdate, enddate, asof
     */
    public function registrations(): array {
        $rows = $this->rows(registration_records::TABLE, "COALESCE(startdate, '') DESC, id DESC");
        $rows = array_filter($rows, fn(\stdClass $row): bool => !$row->deleted);
        return array_map(fn(\stdClass $row): \stdClass => (object) [
            'zohoid' => $row->zohoid, 'programme' => $row->programme, 'level' => $row->studylevel, 'status' => $row->status,
            'startdate' => $row->startdate, 'enddate' => $row->enddate, 'asof' => (int) $row->asof,
        ], array_values($rows));
    }

    /**
     * What the student owes in all.
     *
     * @return \stdClass|null currency, total, scholarshippercent, scholarshipamount, net (each null when the college does not
     *     say), paid,
     *                        remaining (below zero when too much was paid; null when it cannot be said, as with payments in another
     *                        currency), asof
     */
    public function finance(): ?\stdClass {
        $row = $this->finance_row();
        if ($row === null) {
            return null;
        }
        [$paid, $remaining] = paid::towards($row->currency, $row->netamount, $this->payment_rows());
        return (object) [
            'currency' => $row->currency, 'total' => $row->totalamount, 'scholarshippercent' => $row->scholarshippercentage,
            'scholarshipamount' => $row->scholarshipamount, 'net' => $row->netamount, 'paid' => $paid, 'remaining' => $remaining,
            'asof' => (int) $row->asof,
        ];
    }

    /**
     * Instalments, the earliest first. Those of registrations take the place of those of the student record.
     *
     * @return \stdClass[] number, duedate, amount, paid, currency, registration (Zoho id, '' when it is of none)
     */
    public function instalments(): array {
        $rows = $this->of_this_student($this->rows(schedule::TABLE, "COALESCE(duedate, '9999'), instalmentno, id"));
        $ofregistrations = array_filter($rows, fn(\stdClass $row): bool => $row->registration !== '');
        return array_map(fn(\stdClass $row): \stdClass => (object) [
            'number' => (int) $row->instalmentno, 'duedate' => $row->duedate, 'amount' => $row->amount, 'paid' => $row->paid,
            'currency' => $row->currency, 'registration' => $row->registration,
        ], array_values($ofregistrations ?: $rows));
    }

    /**
     * Payments, the newest first; voided ones too.
     *
     * @return \stdClass[] number (of the receipt), date, amount (below zero when it was given back), method, purpose, currency,
     *     voided
     */
    public function payments(): array {
        return array_map(fn(\stdClass $row): \stdClass => (object) [
            'number' => $row->receipt, 'date' => $row->paidon, 'amount' => $row->amount, 'method' => $row->method,
            'purpose' => $row->purpose, 'currency' => $row->currency, 'voided' => (bool) $row->voided,
        ], $this->payment_rows());
    }

    /**
     * Results the student may know, the newest first.
     *
     * @return \stdClass[] zohoid, courseid (or null), unitcode, unitname, result (D, M, P, R, RR, F, or Mapped for one taken
     *     over from another
     *                     college), attempt, date, criteria (list of code, met), feedback, explanation, asof
     */
    public function grades(): array {
        global $DB;
        $where = ['userid' => $this->userid, 'status' => grade_item::RELEASED];
        $table = 'local_campusbridge_grades';
        $this->rows[$table] ??= array_values($DB->get_records($table, $where, "COALESCE(gradedon, '') DESC, id DESC"));
        return array_map(fn(\stdClass $row): \stdClass => (object) [
            'zohoid' => $row->zohoid, 'courseid' => $row->courseid === null ? null : (int) $row->courseid,
            'unitcode' => $row->unitcode, 'unitname' => $row->unitname, 'result' => $row->result, 'attempt' => (int) $row->attempt,
            'date' => $row->gradedon, 'criteria' => json_decode($row->criteria, false, 4, JSON_THROW_ON_ERROR),
            'feedback' => $row->feedback, 'explanation' => $row->explanation, 'asof' => (int) $row->asof,
        ], $this->rows[$table]);
    }

    /**
     * Classes of the courses the student is actively enrolled in.
     *
     * @return \stdClass[] zohoid, courseid, name, unitcode, unitname, teacherid (or null), startdate, enddate, status, asof
     */
    public function classes(): array {
        global $DB;
        $sql = 'SELECT c.id, c.zohoid, c.courseid, c.name, c.unitcode, c.unitname, c.teacherid, c.startdate, c.enddate, c.status,
                       c.asof
                  FROM {local_campusbridge_classes} c
                 WHERE EXISTS (SELECT 1
                                 FROM {enrol} e
                                 JOIN {user_enrolments} ue ON ue.enrolid = e.id
                                WHERE e.courseid = c.courseid AND e.status = :enabled
                                      AND ue.userid = :userid AND ue.status = :active)
              ORDER BY c.startdate DESC, c.id DESC';
        $params = ['userid' => $this->userid, 'active' => ENROL_USER_ACTIVE, 'enabled' => ENROL_INSTANCE_ENABLED];
        return array_map(fn(\stdClass $row): \stdClass => (object) [
            'zohoid' => $row->zohoid, 'courseid' => (int) $row->courseid, 'name' => $row->name, 'unitcode' => $row->unitcode,
            'unitname' => $row->unitname, 'teacherid' => $row->teacherid === null ? null : (int) $row->teacherid,
            'startdate' => $row->startdate, 'enddate' => $row->enddate, 'status' => $row->status, 'asof' => (int) $row->asof,
        ], array_values($DB->get_records_sql($sql, $params)));
    }

    /**
     * Which sections students see.
     *
     * @return \stdClass show_profile, show_academics, show_finance, show_payments, show_remaining_balance, show_grades,
     *     show_attendance
     */
    public function config(): \stdClass {
        return dashboard_config::get();
    }

    /**
     * The finance row: that of the student record which was read last, should there have been two.
     *
     * @return \stdClass|null
     */
    private function finance_row(): ?\stdClass {
        return $this->rows(finance_records::TABLE, 'asof DESC, id DESC')[0] ?? null;
    }

    /**
     * Payment rows.
     *
     * @return \stdClass[]
     */
    private function payment_rows(): array {
        return array_values($this->of_this_student($this->rows(payment_records::TABLE, "COALESCE(paidon, '') DESC, id DESC")));
    }

    /**
     * Leaves out rows of another student record that the user had before.
     *
     * @param \stdClass[] $rows with the column student
     * @return \stdClass[]
     */
    private function of_this_student(array $rows): array {
        $finance = $this->finance_row();
        return $finance === null ? $rows : array_filter($rows, fn(\stdClass $row): bool => $row->student === $finance->zohoid);
    }

    /**
     * Rows of the student, read once.
     *
     * @param string $table
     * @param string $sort
     * @return \stdClass[]
     */
    private function rows(string $table, string $sort): array {
        global $DB;
        return $this->rows[$table] ??= array_values($DB->get_records($table, ['userid' => $this->userid], $sort));
    }
}
