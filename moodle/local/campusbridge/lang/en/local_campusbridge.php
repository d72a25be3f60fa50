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
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['badparameter'] = 'Wrong parameter: {$a}';
$string['campusbridge:manage'] = 'Manage Campusbridge';
$string['campusbridge:use'] = 'Use the Campusbridge web services';
$string['changes_limit'] = 'limit: a whole number from 1 to {$a}.';
$string['changes_sinceseq'] = 'since_seq: 0 or more. It is the number of the last event that is known.';
$string['pluginname'] = 'Campusbridge';
$string['privacy:metadata:outbox'] = 'What happened in Moodle and is to be told to the Campusbridge service: ids only, kept for a limited time.';
$string['privacy:metadata:outbox:actorid'] = 'Who did it.';
$string['privacy:metadata:outbox:data'] = 'The ids of what changed, such as the course and the assignment.';
$string['privacy:metadata:outbox:eventtype'] = 'What kind of change it was.';
$string['privacy:metadata:outbox:timecreated'] = 'When it happened.';
$string['privacy:metadata:outbox:userid'] = 'The person it is about.';
$string['privacy:metadata:records:amounts'] = 'Fees, discounts, scholarships and payments.';
$string['privacy:metadata:records:asof'] = 'When it was read from the student records.';
$string['privacy:metadata:records:bank'] = 'The bank, and in whose name the account is.';
$string['privacy:metadata:records:classes'] = 'Which class a course is.';
$string['privacy:metadata:records:days'] = 'Days on which something starts, ends, is due, was paid or was graded.';
$string['privacy:metadata:records:email'] = 'The academic address.';
$string['privacy:metadata:records:feedback'] = 'The assessor\'s feedback.';
$string['privacy:metadata:records:finance'] = 'What a student owes the college, copied from the student records in Zoho CRM.';
$string['privacy:metadata:records:grades'] = 'Results of units, copied from the student records.';
$string['privacy:metadata:records:instalments'] = 'When which part of the fee is due, copied from the student records.';
$string['privacy:metadata:records:payments'] = 'What a student paid, copied from the student records.';
$string['privacy:metadata:records:profiles'] = 'How the college knows a student, copied from the student records.';
$string['privacy:metadata:records:programme'] = 'Programme, level and state of the registration.';
$string['privacy:metadata:records:registrations'] = 'On which programmes a student is registered, copied from the student records.';
$string['privacy:metadata:records:result'] = 'The result, how it follows from the criteria, the attempt and the state of marking.';
$string['privacy:metadata:records:scholarship'] = 'The scholarship and its reason.';
$string['privacy:metadata:records:studentid'] = 'The number of the student.';
$string['privacy:metadata:records:teacherid'] = 'Who teaches the class.';
$string['privacy:metadata:records:unit'] = 'The unit.';
$string['privacy:metadata:records:userid'] = 'The student.';
$string['privacy:metadata:records:way'] = 'How it was paid, what for, and the number of the receipt.';
$string['privacy:metadata:records:zohoid'] = 'The id of the record in Zoho CRM.';
$string['privacy:metadata:service'] = 'The college\'s Campusbridge service, which keeps Moodle, the student records in Zoho CRM and Microsoft Teams in step.';
$string['privacy:metadata:service:actorid'] = 'Who did it.';
$string['privacy:metadata:service:data'] = 'The ids of what changed, such as the course and the assignment.';
$string['privacy:metadata:service:eventtype'] = 'What kind of change it was.';
$string['privacy:metadata:service:record'] = 'The profile, enrolments and grades, which the service reads through web services after it was told of a change.';
$string['privacy:metadata:service:userid'] = 'The person it is about.';
$string['privacy:outbox'] = 'Changes told to the Campusbridge service';
$string['privacy:records'] = 'Student records';
$string['problem_badanswer'] = 'Something answered, but not the Campusbridge service. Check the address of the service.';
$string['problem_busy'] = 'The service asks to slow down. Nothing is lost: it is sent later.';
$string['problem_certificate'] = 'The service\'s certificate was not accepted. Check that the address is right and that its certificate is valid for it.';
$string['problem_linerefused'] = 'The service refused this event.';
$string['problem_notconfigured'] = 'The address or the secret of the service is missing in the settings.';
$string['problem_redirected'] = 'The address of the service leads to another one. Enter the final address, usually the one that begins with https.';
$string['problem_refused'] = 'The service refused what was sent. Check the address of the service. Sending is paused until a test of the connection succeeds.';
$string['problem_secretunreadable'] = 'The stored secret cannot be read, because the key it was encrypted with is not on this site. Enter the secret again.';
$string['problem_serviceerror'] = 'The service had an error. Nothing is lost: it is sent again later.';
$string['problem_timeout'] = 'The service did not answer in time. Nothing is lost: it is sent again later.';
$string['problem_unauthorized'] = 'The service did not accept the signature. Enter the same secret here and there, and check that the clocks of both agree. Sending is paused until a test of the connection succeeds.';
$string['problem_unexpected'] = 'Sending failed in a way that nobody expected. The detail names the place in the code.';
$string['problem_unreachable'] = 'The service could not be reached. Check its address, and that it is running.';
$string['problem_urlblocked'] = 'Moodle\'s HTTP security does not allow the address of the service. Change "cURL blocked hosts list" or "cURL allowed ports list" in Site administration > General > Security > HTTP security.';
$string['recordsbusy'] = 'Another call is writing the same kind of student records. Nothing was written; try again.';
$string['task_clean_outbox'] = 'Delete old rows of the outbox';
$string['task_send_heartbeat'] = 'Send a sign of life to Campusbridge';
$string['task_send_outbox'] = 'Send the outbox to Campusbridge';
