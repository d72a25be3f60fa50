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
 * A row of the outbox for people.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use local_campusbridge\local\outbox\outbox;
use moodle_url;
use stdClass;

/**
 * What a row of the outbox says, in words and with links.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox_row {
    /**
     * What both the list and the detail page show.
     *
     * @param stdClass $row
     * @return array
     */
    public static function export(stdClass $row): array {
        return [
            'id' => (int) $row->id,
            'url' => (new moodle_url('/local/campusbridge/outbox.php', ['id' => $row->id]))->out(false),
            'seq' => $row->seq === null ? '' : (int) $row->seq,
            'type' => get_string('eventtype_' . $row->eventtype, 'local_campusbridge'),
            'entity' => $row->entity,
            'time' => userdate($row->timecreated, get_string('strftimedatetimeshortaccurate', 'langconfig')),
            'bridge' => (bool) $row->bridge,
            'waiting' => $row->status === outbox::WAITING,
            'sent' => $row->status === outbox::SENT,
            'folded' => $row->status === outbox::FOLDED,
            'dead' => $row->status === outbox::DEAD,
            'reason' => self::reason($row),
            'resendable' => in_array($row->status, [outbox::SENT, outbox::DEAD], true),
        ];
    }

    /**
     * Why the row is where it is, as plain text.
     *
     * @param stdClass $row
     * @return string '' when its status says enough
     */
    public static function reason(stdClass $row): string {
        $error = problem::words((string) $row->lasterror);
        if ($row->status === outbox::WAITING && $row->attempts > 0) {
            return get_string('reasonretry', 'local_campusbridge', (object) [
                'attempts' => (int) $row->attempts,
                'error' => $error,
                'next' => userdate($row->nextattempt, get_string('strftimedatetimeshortaccurate', 'langconfig')),
            ]);
        }
        return $row->status === outbox::DEAD ? $error : '';
    }

    /**
     * Where the thing can be seen that the row is about.
     *
     * @param stdClass $row
     * @return moodle_url|null null when it was deleted or has no page of its own
     */
    public static function subject_url(stdClass $row): ?moodle_url {
        $data = json_decode($row->data, true) ?: [];
        if (in_array($row->eventtype, ['user_deleted', 'course_deleted', 'course_module_deleted', 'template_deleted'], true)) {
            return null;
        }
        return match (true) {
            isset($data['cmid'], $data['courseid']) =>
                new moodle_url('/course/view.php', ['id' => $data['courseid']], 'module-' . $data['cmid']),
            isset($data['userid']) => new moodle_url('/user/profile.php', ['id' => $data['userid']]),
            isset($data['courseid']) => new moodle_url('/course/view.php', ['id' => $data['courseid']]),
            default => null,
        };
    }
}
