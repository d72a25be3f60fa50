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
 * Grading forms of assignments that fell behind their unit's template.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

use core\output\notification;
use local_campusbridge\local\grading\copy_request;
use local_campusbridge\local\grading\template_copies;
use local_campusbridge\output\copies_list;

$url = new moodle_url('/local/campusbridge/copies.php');
$PAGE->set_url($url);
admin_externalpage_setup('local_campusbridge_copies');

$definitionid = optional_param('definitionid', 0, PARAM_INT);
$force = optional_param('force', false, PARAM_BOOL);
$output = $PAGE->get_renderer('local_campusbridge');

if ($definitionid && data_submitted()) {
    require_sesskey();
    $request = copy_request::of($definitionid, optional_param('confirmed', false, PARAM_BOOL), $force);
    if ($request->outcome === copy_request::GONE) {
        redirect($url, get_string('copygone', 'local_campusbridge'), null, notification::NOTIFY_INFO);
    }
    if ($request->outcome === copy_request::DONE) {
        redirect($url, get_string('copydone', 'local_campusbridge'), null, notification::NOTIFY_SUCCESS);
    }
    $copy = $request->copy;
    $again = new moodle_url($url, ['definitionid' => $definitionid, 'confirmed' => 1, 'sesskey' => sesskey()]);
    if ($request->outcome === copy_request::ASK) {
        $label = get_string('copyapply', 'local_campusbridge');
        $type = single_button::BUTTON_PRIMARY;
        $question = get_string('copyconfirm', 'local_campusbridge', format_string($copy->row->assignmentname))
            . html_writer::alist(array_map('s', copies_list::words($copy)));
    } else {
        $again->param('force', 1);
        $label = get_string('copyapplyforce', 'local_campusbridge');
        $type = single_button::BUTTON_DANGER;
        $question = get_string('copyforce', 'local_campusbridge', s(implode(', ', $copy->changes()->removed)));
    }
    echo $output->header();
    echo $output->confirm($question, new single_button($again, $label, 'post', $type), $url);
    echo $output->footer();
    die();
}

echo $output->header();
echo $output->heading(get_string('copiespage', 'local_campusbridge'));
echo $output->render(new copies_list(template_copies::behind()));
echo $output->footer();
