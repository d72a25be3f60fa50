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
 * English strings, in alphabetical order.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['amount'] = 'Amount';
$string['asof'] = 'As of {$a}';
$string['attempt'] = 'Attempt';
$string['backtodashboard'] = 'Back to the dashboard';
$string['cardfailed'] = 'Cannot be shown just now';
$string['criteria'] = 'Assessment criteria';
$string['criteriamet'] = 'Criteria met';
$string['dashboardof'] = 'Student dashboard: {$a}';
$string['date'] = 'Date';
$string['days_few'] = '{$a} days';
$string['days_many'] = '{$a} days';
$string['days_one'] = '1 day';
$string['days_other'] = '{$a} days';
$string['days_two'] = '2 days';
$string['duedate'] = 'Due date';
$string['email'] = 'Email';
$string['empty_attendance'] = 'Attendance is not recorded here.';
$string['empty_finance'] = 'No fees are recorded yet.';
$string['empty_grades'] = 'No results have been released yet.';
$string['empty_payments'] = 'No instalments and no receipts are recorded yet.';
$string['empty_profile'] = 'This account is not linked to a student record. If you are a student, ask the student office.';
$string['empty_registrations'] = 'No registrations are recorded yet.';
$string['end'] = 'End';
$string['event_dashboard_viewed'] = 'Student dashboard viewed';
$string['event_section_failed'] = 'Section of a student dashboard failed';
$string['explanation'] = 'How the result came about';
$string['feedback'] = 'Feedback';
$string['instalments'] = 'Instalments';
$string['left'] = 'Left to pay';
$string['level'] = 'Level';
$string['met'] = 'met';
$string['method'] = 'Method';
$string['metof'] = '{$a->met} of {$a->all}';
$string['money'] = '{$a->currency} {$a->amount}';
$string['name'] = 'Name';
$string['net'] = 'Net amount';
$string['next'] = 'What is next';
$string['next_deadline'] = 'Next deadline';
$string['next_deadline_calendar'] = 'See your upcoming deadlines';
$string['next_deadline_empty'] = 'No deadline ahead';
$string['next_payment'] = 'Next payment';
$string['next_payment_empty'] = 'No payment ahead';
$string['next_result'] = 'Newest result';
$string['next_result_empty'] = 'No result released yet';
$string['nodate'] = 'No date';
$string['noinstalments'] = 'No instalments are recorded.';
$string['noreceipts'] = 'No receipts are recorded.';
$string['nosections'] = 'Nothing is shown here at the moment.';
$string['notavailable'] = 'This student dashboard is not available to you.';
$string['notrecorded'] = 'Not recorded';
$string['number'] = 'Number';
$string['paid'] = 'Paid';
$string['pluginname'] = 'Student dashboard';
$string['print'] = 'Print';
$string['printedon'] = 'Printed on';
$string['privacy:metadata'] = 'The student dashboard stores no personal data. It shows what the plugin Campusbridge keeps.';
$string['receipts'] = 'Receipts';
$string['received'] = 'Received';
$string['refunded'] = 'Refund';
$string['remaining'] = 'Remaining';
$string['remainingunknown'] = 'Cannot be said';
$string['result_d'] = 'Distinction';
$string['result_f'] = 'Fail';
$string['result_m'] = 'Merit';
$string['result_mapped'] = 'Credit from another college';
$string['result_p'] = 'Pass';
$string['result_r'] = 'Refer';
$string['result_rr'] = 'Refer after resubmission';
$string['retry'] = 'Try again: {$a}';
$string['scholarship'] = 'Scholarship';
$string['scholarshippercent'] = 'Scholarship ({$a}%)';
$string['section_attendance'] = 'Attendance';
$string['section_finance'] = 'Finance summary';
$string['section_grades'] = 'BTEC grades';
$string['section_payments'] = 'Payments';
$string['section_profile'] = 'Profile';
$string['section_registrations'] = 'Registrations';
$string['sectionfailed'] = 'This section cannot be shown just now. The other sections are not affected.';
$string['sectionoff'] = 'This part of the student dashboard is not shown at the moment.';
$string['sections'] = 'Sections of the dashboard';
$string['stale'] = 'These data have not been updated for a while and may be out of date.';
$string['staleafter'] = 'Data are out of date after';
$string['staleafter_desc'] = 'A section whose data were read from the college\'s records longer ago than this says that they may be out of date. 0 switches this off.';
$string['start'] = 'Start';
$string['statement'] = 'Statement of account';
$string['statementnote'] = 'This statement shows what is recorded on the day it was printed. It is not a tax invoice.';
$string['status'] = 'Status';
$string['status_due'] = 'Due in {$a}';
$string['status_due_partpaid'] = 'Part-paid, due in {$a}';
$string['status_noday'] = 'Due, no date set';
$string['status_noday_partpaid'] = 'Part-paid, no date set';
$string['status_overdue'] = 'Overdue by {$a}';
$string['status_overdue_partpaid'] = 'Part-paid, overdue by {$a}';
$string['status_paid'] = 'Paid';
$string['status_today'] = 'Due today';
$string['status_today_partpaid'] = 'Part-paid, due today';
$string['status_tomorrow'] = 'Due tomorrow';
$string['status_tomorrow_partpaid'] = 'Part-paid, due tomorrow';
$string['student_dashboard:view'] = 'View one\'s own student dashboard';
$string['student_dashboard:viewfinance'] = 'View the finance of another student\'s dashboard';
$string['student_dashboard:viewgrades'] = 'View the grades of another student\'s dashboard';
$string['student_dashboard:viewother'] = 'View the dashboard of another student';
$string['studentid'] = 'Student ID';
$string['total'] = 'Total fee';
$string['unmet'] = 'not met';
$string['voided'] = 'Voided';
