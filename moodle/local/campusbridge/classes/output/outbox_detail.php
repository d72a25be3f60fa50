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
 * One event of the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use core\output\named_templatable;
use moodle_url;
use renderable;
use renderer_base;
use stdClass;

/**
 * All that is known of one row of the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox_detail implements named_templatable, renderable {
    /**
     * Constructor.
     *
     * @param stdClass $row
     */
    public function __construct(
        /** @var stdClass a row of the outbox */
        private readonly stdClass $row,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_campusbridge/outbox_detail';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $row = $this->row;
        $subject = outbox_row::subject_url($row);
        $format = get_string('strftimedatetimeshortaccurate', 'langconfig');
        $data = json_decode($row->data);
        return outbox_row::export($row) + [
            'uuid' => $row->uuid,
            'eventtype' => $row->eventtype,
            'subjecturl' => $subject?->out(false),
            'sameurl' => (new moodle_url('/local/campusbridge/outbox.php', ['about' => $row->entity]))->out(false),
            'backurl' => (new moodle_url('/local/campusbridge/outbox.php'))->out(false),
            'actorid' => (int) $row->actorid ?: null,
            'actorurl' => $row->actorid ? (new moodle_url('/user/profile.php', ['id' => $row->actorid]))->out(false) : null,
            'attempts' => (int) $row->attempts,
            'httpstatus' => $row->httpstatus ? (int) $row->httpstatus : null,
            'senttime' => $row->timesent ? userdate($row->timesent, $format) : null,
            'fetchedtime' => $row->timefetched ? userdate($row->timefetched, $format) : null,
            'data' => json_encode($data, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE),
            'posturl' => (new moodle_url('/local/campusbridge/outbox.php'))->out(false),
            'sesskey' => sesskey(),
        ];
    }
}
