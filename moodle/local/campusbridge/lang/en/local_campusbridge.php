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

$string['campusbridge:manage'] = 'Manage Campusbridge';
$string['campusbridge:use'] = 'Use the Campusbridge web services';
$string['invalidlimit'] = 'limit: must be from 1 to {$a}.';
$string['manualenrolmentoff'] = 'Manual enrolment is switched off on this site. Switch it on under Site administration > Plugins > Enrolments.';
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
$string['serviceaccountunfit'] = 'The account {$a} cannot be the one of the service: it is a site administrator, the guest, suspended or not allowed to log in. Choose another with --username.';
