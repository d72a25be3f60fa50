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
 * The statement of account of a student, for printing on A4.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once(__DIR__ . '/../../config.php');

$userid = optional_param('userid', 0, PARAM_INT);

require_login(null, false);
$access = \local_student_dashboard\local\access::to($userid);
$dashboard = \local_student_dashboard\local\dashboard::of($access);
if (!$dashboard->shows('finance') && !$dashboard->shows('payments')) {
    throw new moodle_exception('sectionoff', 'local_student_dashboard');
}

$PAGE->set_url($access->url('statement.php'));
$PAGE->set_context(context_system::instance());
$PAGE->set_pagelayout('print');
$PAGE->set_title(get_string('statement', 'local_student_dashboard'));
$PAGE->set_heading('');
$PAGE->set_cacheable(false);

$page = new \local_student_dashboard\output\statement_page($dashboard);
\local_student_dashboard\event\dashboard_viewed::of($access, 'statement')->trigger();

echo $OUTPUT->header();
echo $OUTPUT->render($page);
echo $OUTPUT->footer();
