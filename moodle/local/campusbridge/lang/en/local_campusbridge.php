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

$string['addressbaseonly'] = 'Enter only the base address, such as https://bridge.example.org: without /v1, without ? and without #.';
$string['addressblocked'] = 'Moodle refuses to call {$a}.';
$string['addresscharacters'] = 'The address contains characters that an address cannot have.';
$string['addresshost'] = 'The host of the address is neither a host name nor an IP address.';
$string['addressmissing'] = 'No service address is entered, so nothing is sent.';
$string['addressok'] = 'Moodle may call {$a}.';
$string['addressopen'] = '{$a} is not encrypted (http).';
$string['addressopen_fix'] = 'What is sent there contains ids only and is signed, but others on the way can read it. Give the service a certificate and enter its https address.';
$string['addresspassword'] = 'Leave out the user name and password. The service knows Moodle by the signing secret.';
$string['addressscheme'] = 'Enter a whole address that starts with https:// (or http://) and names a host, such as https://bridge.example.org.';
$string['blockedforced'] = 'The setting is fixed in config.php ({$a}): change it there.';
$string['blockedhost'] = 'The host {$a->host} is covered by the entry {$a->entry} of the setting "{$a->setting}". Remove this entry, or replace it by entries that leave this host out. The other entries protect your network: keep them.';
$string['blockedopen'] = 'Open the setting "{$a}"';
$string['blockedport'] = 'The port {$a->entry} is missing in the setting "{$a->setting}". Add a line with {$a->entry}.';
$string['blockedunresolved'] = 'Moodle\'s server cannot find the host {$a->host}, and refuses what it cannot compare with the setting "{$a->setting}". Check the spelling, or make the name known to the server (DNS).';
$string['calls_fix'] = 'Check that the service runs and knows this site\'s address and the token. On the service, "npm run manage -- doctor" calls Moodle and says what is missing.';
$string['callsnever'] = 'The service has never called Moodle with a token of the service user.';
$string['callsok'] = 'The service last called Moodle {$a->ago} ago (web service "{$a->service}").';
$string['callssilent'] = 'The service last called Moodle {$a->ago} ago (web service "{$a->service}").';
$string['campusbridge:manage'] = 'Manage Campusbridge';
$string['campusbridge:use'] = 'Use the Campusbridge web services';
$string['checkaddress'] = 'Service address';
$string['checkcalls'] = 'Calls from the service';
$string['checkcron'] = 'Cron and tasks';
$string['checksecret'] = 'Signing secret';
$string['checkserviceuser'] = 'Service user';
$string['cron_fix'] = 'Let the server run admin/cli/cron.php every minute. Without it changes are sent late or not at all.';
$string['cronnever'] = 'Cron has never run.';
$string['cronok'] = 'Cron last ran {$a} ago; no task of Campusbridge is failing.';
$string['cronstopped'] = 'Cron last ran {$a} ago.';
$string['nextsecret'] = 'Next signing secret';
$string['outboxenabled'] = 'Report changes to the service';
$string['outboxenabled_desc'] = 'When off, nothing new is written to the outbox, and the service learns of changes only when it looks at Moodle itself.';
$string['outboxheading_desc'] = 'Changes in Moodle are written here first and then sent to the service.';
$string['outboxpage'] = 'Outbox';
$string['pluginname'] = 'Campusbridge';
$string['restoff'] = 'The REST protocol is switched off, so the service cannot call Moodle.';
$string['secret'] = 'Signing secret';
$string['secret_desc'] = 'What is sent to the service is signed with it; the service must know the same one (MOODLE_WEBHOOK_SECRET). Make one with "openssl rand -hex 32". It is stored encrypted.';
$string['secretcharacters'] = 'A secret has no spaces and no commas.';
$string['secretmissing'] = 'No signing secret is entered, so nothing can be signed and nothing is sent.';
$string['secretok'] = 'A signing secret is stored and can be decrypted.';
$string['secretrotation'] = 'A next signing secret is entered: a rotation is under way.';
$string['secretshort'] = 'Use at least {$a} characters. "openssl rand -hex 32" makes a good secret.';
$string['secretunreadable'] = 'The setting "{$a}" cannot be decrypted.';
$string['secretunreadable_fix'] = 'Most likely the database was copied from another site without its key. Enter the secret again, or copy the key file of that site to {$a}. Until then nothing can be signed and nothing is sent.';
$string['serviceheading'] = 'Connection to the service';
$string['serviceheading_desc'] = 'Where the Campusbridge service runs, and how the two recognise each other. After saving, prove both directions with "Test connection" on the status page.';
$string['serviceurl'] = 'Service address';
$string['serviceurl_desc'] = 'The base address of the service, such as https://bridge.example.org, without /v1 and without a slash at the end.';
$string['serviceuserid'] = 'Service user';
$string['serviceuserid_desc'] = 'The user that the service calls Moodle as. What this user does is marked as the bridge\'s own work. The list shows users with the capability local/campusbridge:use.';
$string['settings'] = 'Settings';
$string['statuspage'] = 'Status';
$string['taskdisabled'] = 'The task "{$a}" is disabled.';
$string['taskfailing'] = 'The task "{$a}" failed when it last ran. Its log says why.';
$string['tenant'] = 'Tenant';
$string['tenant_desc'] = 'Only where one service works for several colleges: this college\'s name at the service. Otherwise leave it empty.';
$string['tenantinvalid'] = 'Use 1 to 40 lower case letters a–z, digits and hyphens, starting with a letter or digit.';
$string['useradmin'] = 'The account {$a} is a site administrator. Use an account that may do only what the service needs.';
$string['usergone'] = 'The chosen service user does not exist any more.';
$string['userok'] = '{$a->user} has a token of: {$a->services}.';
$string['usersuspended'] = 'The account {$a} is suspended or not confirmed.';
$string['usertokenmissing'] = 'The account {$a} has no web service token.';
$string['usertokenunusable'] = 'No token of the account {$a} can be used: it has expired, its service is disabled, or the account is not among the service\'s authorised users.';
$string['userunset'] = 'No service user is chosen.';
$string['webservicesoff'] = 'Web services are switched off, so the service cannot call Moodle.';
