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

namespace local_student_dashboard\local;

/**
 * What the college knows about one student, as \local_campusbridge\student_record tells it.
 *
 * Money is decimal text, calendar days are YYYY-MM-DD, "asof" is milliseconds since 1970. Any of the functions may throw when the
 * record cannot be read; each is asked by itself, so that one that fails leaves the others standing.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
interface record {
    /**
     * Who the student is.
     *
     * @return \stdClass|null zohoid, studentid, email, asof; null when the account belongs to no student
     */
    public function profile(): ?\stdClass;

    /**
     * The programmes the student is registered for.
     *
     * @return \stdClass[] zohoid, programme, level, status, startdate, enddate, asof
     */
    public function registrations(): array;

    /**
     * The fees in sum.
     *
     * @return \stdClass|null currency, total, scholarshippercent, scholarshipamount, net (each null when not recorded), paid,
     *     remaining (null when it cannot be said), asof; null when no fees are recorded
     */
    public function finance(): ?\stdClass;

    /**
     * What is to be paid when.
     *
     * @return \stdClass[] number, duedate, amount, paid, currency, registration
     */
    public function instalments(): array;

    /**
     * What was paid.
     *
     * @return \stdClass[] number, date, amount, method, currency, voided
     */
    public function payments(): array;

    /**
     * Released results.
     *
     * @return \stdClass[] zohoid, unitcode, unitname, result, attempt, date, criteria (each code, met), feedback,
     *     explanation, asof
     */
    public function grades(): array;

    /**
     * What the college shows to its students.
     *
     * @return \stdClass booleans show_profile, show_academics, show_finance, show_payments, show_remaining_balance, show_grades,
     *     show_attendance
     */
    public function config(): \stdClass;
}
