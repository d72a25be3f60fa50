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
 * Status page: whether all works, and the test of the connection.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

use local_campusbridge\local\checks;
use local_campusbridge\local\connection_test;
use local_campusbridge\output\status_page;

admin_externalpage_setup('local_campusbridge_status');

$test = null;
if (optional_param('test', false, PARAM_BOOL) && data_submitted()) {
    require_sesskey();
    $test = connection_test::run();
}

$output = $PAGE->get_renderer('local_campusbridge');
echo $output->header();
echo $output->heading(get_string('statuspage', 'local_campusbridge'));
echo $output->render(new status_page(checks::all(), $test));
echo $output->footer();
