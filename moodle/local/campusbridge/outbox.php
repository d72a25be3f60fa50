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
 * The outbox: list, one event, sending again.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require_once(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

use core\output\notification;
use local_campusbridge\local\outbox\outbox;
use local_campusbridge\local\outbox\outbox_filter;
use local_campusbridge\local\outbox_resend;
use local_campusbridge\output\outbox_detail;
use local_campusbridge\output\outbox_list;
use local_campusbridge\output\outbox_query;

// From so many events on a person is asked before they are sent again.
const LOCAL_CAMPUSBRIDGE_CONFIRM_FROM = 10;

// Before the page is set up, so that the navigation finds it whatever the filters are.
$PAGE->set_url('/local/campusbridge/outbox.php');
admin_externalpage_setup('local_campusbridge_outbox');

$id = optional_param('id', 0, PARAM_INT);
$resend = optional_param('resend', '', PARAM_ALPHA);
$query = outbox_query::of_request();
$listurl = new moodle_url('/local/campusbridge/outbox.php', $query->params());
$output = $PAGE->get_renderer('local_campusbridge');

if ($resend !== '' && data_submitted()) {
    require_sesskey();
    // One event comes as its id, chosen ones as a list, or as a text of ids from the confirmation.
    $ids = $id ? [$id] : optional_param_array('ids', [], PARAM_INT);
    $ids = $ids ?: array_map('intval', array_filter(explode(',', optional_param('idlist', '', PARAM_SEQUENCE))));
    $count = $resend === 'dead' ? outbox::count(new outbox_filter(status: outbox::DEAD)) : count($ids);
    if ($count === 0) {
        redirect($listurl, get_string('resendnone', 'local_campusbridge'), null, notification::NOTIFY_WARNING);
    }
    $ismany = $resend === 'dead' || $count >= LOCAL_CAMPUSBRIDGE_CONFIRM_FROM;
    if ($ismany && !optional_param('confirmed', false, PARAM_BOOL)) {
        $confirmurl = new moodle_url('/local/campusbridge/outbox.php', $query->params() + [
            'resend' => $resend,
            'idlist' => implode(',', $ids),
            'confirmed' => 1,
            'sesskey' => sesskey(),
        ]);
        echo $output->header();
        echo $output->confirm(
            get_string($resend === 'dead' ? 'resendalldeadconfirm' : 'resendconfirm', 'local_campusbridge', $count),
            new single_button($confirmurl, get_string('resend', 'local_campusbridge'), 'post', single_button::BUTTON_PRIMARY),
            $listurl,
        );
        echo $output->footer();
        die();
    }
    $done = $resend === 'dead' ? outbox_resend::all_dead() : outbox_resend::chosen($ids);
    $backurl = $id ? new moodle_url('/local/campusbridge/outbox.php', ['id' => $id]) : $listurl;
    redirect(
        $backurl,
        get_string('resenddone', 'local_campusbridge', $done),
        null,
        $done > 0 ? notification::NOTIFY_SUCCESS : notification::NOTIFY_WARNING,
    );
}

if ($id) {
    $row = outbox::get($id);
    $PAGE->set_url('/local/campusbridge/outbox.php', ['id' => $id]);
    $PAGE->navbar->add(get_string('eventnumber', 'local_campusbridge', $id));
    echo $output->header();
    echo $output->heading(get_string('eventnumber', 'local_campusbridge', $id));
    echo $output->render(new outbox_detail($row));
} else {
    echo $output->header();
    echo $output->heading(get_string('outboxpage', 'local_campusbridge'));
    echo $output->render(new outbox_list($query, optional_param('page', 0, PARAM_INT)));
}
echo $output->footer();
