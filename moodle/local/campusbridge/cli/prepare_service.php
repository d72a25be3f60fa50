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
 * Makes this site ready for the Campusbridge service: role, account, web service and token.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

[$options, $unrecognised] = cli_get_params(
    ['help' => false, 'username' => 'campusbridge', 'email' => '', 'ip' => '', 'new-token' => false],
    ['h' => 'help']
);
if ($unrecognised) {
    cli_error(get_string('cliunknowoption', 'core_admin', implode("\n  ", $unrecognised)));
}
if ($options['help']) {
    cli_writeln(get_string('prepareservicehelp', 'local_campusbridge'));
    exit(0);
}
$email = $options['email'] !== '' ? $options['email'] : core_user::get_noreply_user()->email;
if (!validate_email($email)) {
    cli_error(get_string('prepareserviceemail', 'local_campusbridge'));
}

\core\session\manager::set_user(get_admin());
$preparation = new \local_campusbridge\local\service\preparation();
try {
    $user = $preparation->prepare($options['username'], $email);
    $token = $preparation->token($user, (bool) $options['new-token'], $options['ip']);
} catch (\moodle_exception $e) {
    cli_error($e->getMessage());
}

foreach ($preparation->done() as $step) {
    cli_writeln("{$step}.");
}
if ($token === null) {
    cli_writeln(get_string('prepareservicehastoken', 'local_campusbridge'));
} else {
    cli_writeln(get_string('prepareservicetoken', 'local_campusbridge', $token));
}
