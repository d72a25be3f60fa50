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

$string['about'] = 'About';
$string['about_help'] = 'Such as user:12, course:5, or an event\'s id';
$string['addressbaseonly'] = 'Enter only the base address, such as https://bridge.example.org: without /v1, without ? and without #.';
$string['addressblocked'] = 'Moodle refuses to call {$a}.';
$string['addresscharacters'] = 'The address contains characters that an address cannot have.';
$string['addressfetching'] = 'No service address is entered: nothing is sent, and the service fetches changes itself, last {$a}.';
$string['addresshost'] = 'The host of the address is neither a host name nor an IP address.';
$string['addressmissing'] = 'No service address is entered, so nothing is sent.';
$string['addressok'] = 'Moodle may call {$a}.';
$string['addressopen'] = '{$a} is not encrypted (http).';
$string['addressopen_fix'] = 'What is sent there contains ids only and is signed, but others on the way can read it. Give the service a certificate and enter its https address.';
$string['addresspassword'] = 'Leave out the user name and password. The service knows Moodle by the signing secret.';
$string['addressscheme'] = 'Enter a whole address that starts with https:// (or http://) and names a host, such as https://bridge.example.org.';
$string['ago'] = '{$a} ago';
$string['alloutbox'] = 'All events';
$string['attempts'] = 'Attempts';
$string['backtooutbox'] = 'Back to the outbox';
$string['badparameter'] = 'Wrong parameter: {$a}';
$string['blockedforced'] = 'The setting is fixed in config.php ({$a}): change it there.';
$string['blockedhost'] = 'The host {$a->host} is covered by the entry {$a->entry} of the setting "{$a->setting}". Remove this entry, or replace it by entries that leave this host out. The other entries protect your network: keep them.';
$string['blockedopen'] = 'Open the setting "{$a}"';
$string['blockedport'] = 'The port {$a->entry} is missing in the setting "{$a->setting}". Add a line with {$a->entry}.';
$string['blockedunresolved'] = 'Moodle\'s server cannot find the host {$a->host}, and refuses what it cannot compare with the setting "{$a->setting}". Check the spelling, or make the name known to the server (DNS).';
$string['btecmissing'] = 'The plugin gradingform_btec (advanced grading: BTEC) is not installed on this site. Install it, then try again.';
$string['bybridge'] = 'By the service itself';
$string['calls_fix'] = 'Check that the service runs and knows this site\'s address and the token. On the service, <code dir="ltr">npm run manage -- doctor</code> calls Moodle and says what is missing.';
$string['callsnever'] = 'The service has never called Moodle with a token of the service user.';
$string['callsok'] = 'The service last called Moodle {$a->ago} (web service "{$a->service}").';
$string['callssilent'] = 'The service last called Moodle {$a->ago} (web service "{$a->service}").';
$string['campusbridge:manage'] = 'Manage Campusbridge';
$string['campusbridge:use'] = 'Use the Campusbridge web services';
$string['changes_limit'] = 'limit: a whole number from 1 to {$a}.';
$string['changes_sinceseq'] = 'since_seq: 0 or more. It is the number of the last event that is known.';
$string['checkaddress'] = 'Service address';
$string['checkbroken'] = 'This could not be checked, because the check itself failed.';
$string['checkcalls'] = 'Calls from the service';
$string['checkcron'] = 'Cron and tasks';
$string['checkgradingcopies'] = 'Grading forms';
$string['checkname'] = 'Campusbridge: {$a}';
$string['checkoutbox'] = 'Outbox';
$string['checkpermissions'] = 'Permissions of the service user';
$string['checksecret'] = 'Signing secret';
$string['checksender'] = 'Sending to the service';
$string['checkserviceuser'] = 'Service user';
$string['clearfilters'] = 'Clear filters';
$string['copiesbehind'] = 'Grading forms that differ from their unit\'s template: {$a}.';
$string['copiesbehind_fix'] = 'Look at what would change, and decide for each assignment.';
$string['copiesok'] = 'Every grading form says what its unit\'s template says.';
$string['copiespage'] = 'Campusbridge grading forms';
$string['copiespage_desc'] = 'When a unit changes in Zoho, its template changes here, and with it the grading forms of assignments that nobody was marked with. The others stay as they are until a person decides. They are listed here.';
$string['copyapply'] = 'Bring into step';
$string['copyapplyforce'] = 'Change it and lose these marks';
$string['copyassignment'] = 'Assignment';
$string['copychange_added'] = 'Criteria that come: {$a}';
$string['copychange_changed'] = 'Criteria whose texts change: {$a}';
$string['copychange_details'] = 'The form\'s name, description or order';
$string['copychange_regrade'] = 'Submissions to be marked again: {$a}';
$string['copychange_removed'] = 'Criteria that go: {$a}';
$string['copychanges'] = 'What would change';
$string['copyconfirm'] = 'Change the grading form of "{$a}"?';
$string['copydone'] = 'The grading form was brought into step with its template.';
$string['copyforce'] = 'Submissions were marked on criteria that would go ({$a}). Those marks would be lost. Change the form all the same?';
$string['copygone'] = 'The grading form is in step already, or is not used any more.';
$string['copywhy'] = 'Why it was left';
$string['copywhy_edited'] = 'Edited by hand in the assignment';
$string['copywhy_marked'] = 'Submissions marked with it: {$a}';
$string['cron_fix'] = 'Let the server run <code dir="ltr">admin/cli/cron.php</code> every minute. Without it changes are sent late or not at all.';
$string['cronnever'] = 'Cron has never run.';
$string['cronok'] = 'Cron last ran {$a}; no task of Campusbridge is failing.';
$string['cronstopped'] = 'Cron last ran {$a}.';
$string['deadletters'] = 'Given up ({$a})';
$string['doneby'] = 'Done by';
$string['donebynobody'] = 'Nobody (cron)';
$string['event'] = 'Event';
$string['eventconnectiontested'] = 'Campusbridge connection tested';
$string['eventgradingcopyupdated'] = 'Campusbridge grading form brought into step';
$string['eventid'] = 'Event id';
$string['eventnumber'] = 'Event {$a}';
$string['eventoutboxresent'] = 'Campusbridge events sent again';
$string['eventtype'] = 'Event type';
$string['eventtype_attempt_reopened'] = 'Attempt reopened';
$string['eventtype_course_created'] = 'Course created';
$string['eventtype_course_deleted'] = 'Course deleted';
$string['eventtype_course_module_created'] = 'Assignment created';
$string['eventtype_course_module_deleted'] = 'Assignment deleted';
$string['eventtype_course_module_updated'] = 'Assignment updated';
$string['eventtype_course_updated'] = 'Course updated';
$string['eventtype_role_assigned'] = 'Teacher\'s role assigned';
$string['eventtype_role_unassigned'] = 'Teacher\'s role removed';
$string['eventtype_submission_graded'] = 'Submission graded';
$string['eventtype_template_changed'] = 'Grading form changed';
$string['eventtype_template_deleted'] = 'Grading form deleted';
$string['eventtype_user_created'] = 'User created';
$string['eventtype_user_deleted'] = 'User deleted';
$string['eventtype_user_enrolment_created'] = 'User enrolled';
$string['eventtype_user_enrolment_deleted'] = 'User unenrolled';
$string['eventtype_user_enrolment_updated'] = 'Enrolment changed';
$string['eventtype_user_graded'] = 'Grade changed';
$string['eventtype_user_updated'] = 'User updated';
$string['eventtype_workflow_state_updated'] = 'Marking workflow changed';
$string['fetchedtime'] = 'Fetched by the service';
$string['happened'] = 'Happened';
$string['httpstatus'] = 'HTTP status';
$string['invalidlimit'] = 'limit: must be from 1 to {$a}.';
$string['justnow'] = 'just now';
$string['keepdays'] = 'Keep events for';
$string['keepdays_desc'] = 'Events older than this are deleted once they were sent or folded. Where no service address is entered, so are events that the service fetched this long ago. Events that wait to be sent or fetched or were given up are never deleted.';
$string['manualenrolmentoff'] = 'Manual enrolment is switched off on this site. Switch it on under Site administration > Plugins > Enrolments.';
$string['nextsecret'] = 'Next signing secret';
$string['nextsecret_desc'] = 'Only while the secret is being changed. Enter the new one here, give it to the service beside the old one, then enter it as signing secret and empty this field. Nothing is lost meanwhile: a request whose signature is refused is signed with this one and sent again.';
$string['outboxcaption'] = 'Events of the outbox, newest first';
$string['outboxdead'] = 'Events given up: {$a}.';
$string['outboxdead_fix'] = 'The service refused them, or they could not be delivered for three days. Look at the reason, then send them again.';
$string['outboxempty'] = 'Nothing waits.';
$string['outboxenabled'] = 'Report changes to the service';
$string['outboxenabled_desc'] = 'When off, nothing new is written to the outbox, and the service learns of changes only when it looks at Moodle itself.';
$string['outboxfetched'] = 'Nothing waits: the service fetches changes itself, last {$a}.';
$string['outboxfound'] = 'Events found: {$a}';
$string['outboxheading_desc'] = 'Changes in Moodle are written here first and then sent to the service.';
$string['outboxnomatch'] = 'No event matches the filters.';
$string['outboxnothing'] = 'The outbox is empty. Events appear here as soon as something changes in Moodle.';
$string['outboxpage'] = 'Campusbridge outbox';
$string['outboxtofetch'] = 'Not fetched yet by the service: {$a->count}; the oldest was written {$a->ago}.';
$string['outboxwaiting'] = 'Waiting: {$a->count}; the oldest was written {$a->ago}.';
$string['payload'] = 'Contents (ids only)';
$string['periodlast'] = 'Last {$a}';
$string['permissions_fix'] = 'Run <code dir="ltr">local/campusbridge/cli/prepare_service.php</code> on the server: it gives what is missing. Or give it by hand in the role of the service user.';
$string['permissionsmissing'] = 'Missing functions: {$a->functions}, missing capabilities: {$a->capabilities}.';
$string['permissionsok'] = 'The service user has all capabilities, and the web service all functions.';
$string['permissionsunknown'] = 'Cannot be checked before a service user is chosen.';
$string['pluginname'] = 'Campusbridge';
$string['prepareserviceemail'] = 'The site has no usable no-reply address for the account: give one with --email.';
$string['prepareservicehastoken'] = 'The account has a token already, which is not shown again. --new-token makes a new one and ends the old one.';
$string['prepareservicehelp'] = 'Makes this site ready for the Campusbridge service. Safe to run again.

It switches web services and REST on, creates the role "Campusbridge service", creates the account, gives it the role, lets it use the
web service "Campusbridge", enables that, and makes a token, which is printed once.

Options:
--username=NAME   the account (default campusbridge)
--email=ADDRESS   its e-mail address when it is created (default the site\'s no-reply address)
--ip=ADDRESSES    addresses that may use the token, separated by commas (default any)
--new-token       make a new token and end the old one
-h, --help        this help

Example:
$ sudo -u www-data /usr/bin/php local/campusbridge/cli/prepare_service.php --ip=203.0.113.7';
$string['prepareservicetoken'] = 'Token, shown only now: {$a}';
$string['privacy:asof'] = 'Age of the account and of enrolments';
$string['privacy:metadata:asof'] = 'When the student records in Zoho CRM were read for an account or an enrolment, so that nothing older is applied after it.';
$string['privacy:metadata:asof:asof'] = 'When Zoho CRM was read.';
$string['privacy:metadata:asof:itemkey'] = 'The id of the record in Zoho CRM, or the ids of user and course.';
$string['privacy:metadata:asof:userid'] = 'The person it is about.';
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
$string['reasonfolded'] = 'Not sent, because a newer event about the same thing says enough.';
$string['reasonretry'] = 'Failed attempts: {$a->attempts}. {$a->error} Next attempt: {$a->next}.';
$string['recordsbusy'] = 'Another call is writing the same kind of student records. Nothing was written; try again.';
$string['resend'] = 'Send again';
$string['resendalldead'] = 'Send all given-up events again ({$a})';
$string['resendalldeadconfirm'] = 'Send all {$a} given-up events again? Make sure that the cause is mended, or they will be given up once more.';
$string['resendconfirm'] = 'Send {$a} events again? The service recognises those it already has.';
$string['resenddone'] = 'Events put back, to be sent within a minute: {$a}';
$string['resendnone'] = 'Nothing was selected that can be sent again.';
$string['resendselected'] = 'Send selected again';
$string['restoff'] = 'The REST protocol is switched off, so the service cannot call Moodle.';
$string['rowstatus_dead'] = 'Given up';
$string['rowstatus_folded'] = 'Folded';
$string['rowstatus_sent'] = 'Sent';
$string['rowstatus_waiting'] = 'Waiting';
$string['sameevents'] = 'All events about it';
$string['secret'] = 'Signing secret';
$string['secret_desc'] = 'What is sent to the service is signed with it; the service must know the same one (MOODLE_WEBHOOK_SECRET). Make one with <code dir="ltr">openssl rand -hex 32</code>. It is stored encrypted.';
$string['secretcharacters'] = 'A secret has no spaces and no commas.';
$string['secretmissing'] = 'No signing secret is entered, so nothing can be signed and nothing is sent.';
$string['secretneedless'] = 'No signing secret is needed, because nothing is sent.';
$string['secretok'] = 'A signing secret is stored and can be decrypted.';
$string['secretrotation'] = 'A next signing secret is entered: a rotation is under way.';
$string['secretrotation_fix'] = 'When the service knows the new secret, enter it as signing secret and empty the field "Next signing secret".';
$string['secretshort'] = 'Use at least {$a} characters. "openssl rand -hex 32" makes a good secret.';
$string['secretunreadable'] = 'The setting "{$a}" cannot be decrypted.';
$string['secretunreadable_fix'] = 'Most likely the database was copied from another site without its key. Enter the secret again, or copy the key file of that site to {$a}. Until then nothing can be signed and nothing is sent.';
$string['selectevent'] = 'Select event {$a}';
$string['senderfailing'] = 'The last attempt failed: {$a}';
$string['sendernever'] = 'Nothing has been sent yet.';
$string['senderoff'] = 'Reporting changes to the service is switched off.';
$string['senderok'] = 'The service last accepted something {$a}.';
$string['senderpaused'] = 'Sending is paused: {$a}';
$string['senderpaused_fix'] = 'Nothing is lost: events wait in the outbox. Sending goes on by itself once the service accepts a sign of life (sent every 15 minutes, and by "Test connection"), or when the address or a secret is changed.';
$string['senttime'] = 'Sent';
$string['sequence'] = 'Sequence number';
$string['sequencenone'] = 'Not given yet';
$string['serviceaccountunfit'] = 'The account {$a} cannot be the one of the service: it is a site administrator, the guest, suspended or not allowed to log in. Choose another with --username.';
$string['serviceheading'] = 'Connection to the service';
$string['serviceheading_desc'] = 'Where the Campusbridge service runs, and how the two recognise each other. After saving, <a href="{$a}">test the connection</a> in both directions.';
$string['serviceurl'] = 'Service address';
$string['serviceurl_desc'] = 'The base address of the service, such as https://bridge.example.org, without /v1 and without a slash at the end.';
$string['serviceuserid'] = 'Service user';
$string['serviceuserid_desc'] = 'The user that the service calls Moodle as. What this user does is marked as the bridge\'s own work. The list shows users with the capability local/campusbridge:use.';
$string['settings'] = 'Campusbridge settings';
$string['statusallwell'] = 'All is well.';
$string['statuserror'] = 'Error';
$string['statusfindings'] = 'Errors: {$a->errors}, warnings: {$a->warnings}.';
$string['statusinfo'] = 'Information';
$string['statusok'] = 'OK';
$string['statuspage'] = 'Campusbridge status';
$string['statuswarning'] = 'Warning';
$string['task_clean_outbox'] = 'Delete old rows of the outbox';
$string['task_clean_records'] = 'Delete records of deleted users';
$string['task_send_heartbeat'] = 'Send a sign of life to Campusbridge';
$string['task_send_outbox'] = 'Send the outbox to Campusbridge';
$string['taskdisabled'] = 'The task "{$a}" is disabled.';
$string['taskfailing'] = 'The task "{$a}" failed when it last ran. Its log says why.';
$string['tenant'] = 'Tenant';
$string['tenant_desc'] = 'Only where one service works for several colleges: this college\'s name at the service. Otherwise leave it empty.';
$string['tenantinvalid'] = 'Use 1 to 40 lower case letters a–z, digits and hyphens, starting with a letter or digit.';
$string['testaccepted'] = 'Accepted';
$string['testconnection'] = 'Test connection';
$string['testconnection_desc'] = 'Sends a signed sign of life to the service, and looks when the service last called Moodle. No data of people is sent.';
$string['testfailed'] = 'Failed';
$string['testin'] = 'Service to Moodle';
$string['testin_desc'] = 'Moodle cannot make the service call. It notes, to the minute, when a call came with a valid token of the service user. For a fresh call run <code dir="ltr">npm run manage -- doctor</code> on the service and test again.';
$string['testinseen'] = 'Last call: {$a->time} ({$a->ago}), web service "{$a->service}".';
$string['testout'] = 'Moodle to service';
$string['testoutok'] = 'The service received the signed sign of life and accepted it.';
$string['testseen'] = 'Seen';
$string['testunseen'] = 'Not seen lately';
$string['useradmin'] = 'The account {$a} is a site administrator. Use an account that may do only what the service needs.';
$string['usergone'] = 'The chosen service user does not exist any more.';
$string['usernumber'] = 'User {$a}';
$string['userok'] = '{$a->user} has a token of: {$a->services}.';
$string['usersuspended'] = 'The account {$a} is suspended or not confirmed.';
$string['usertokenmissing'] = 'The account {$a} has no web service token.';
$string['usertokenunusable'] = 'No token of the account {$a} can be used: it has expired, its service is disabled, or the account is not among the service\'s authorised users.';
$string['userunset'] = 'No service user is chosen.';
$string['versionnone'] = 'Not installed';
$string['versions'] = 'Versions';
$string['webservicesoff'] = 'Web services are switched off, so the service cannot call Moodle.';
