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
 * Check: grading forms that fell behind.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use core\check\result;
use local_campusbridge\local\grading\btec;
use local_campusbridge\local\grading\template_copies;
use local_campusbridge\local\named_check;

/**
 * Do the grading forms of assignments say what their unit's template says?
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class gradingcopies extends named_check {
    #[\Override]
    public function get_result(): result {
        if (!get_config('gradingform_' . btec::METHOD, 'version')) {
            return new result(result::NA, get_string('btecmissing', 'local_campusbridge'));
        }
        $behind = count(template_copies::behind());
        if ($behind > 0) {
            return new result(
                result::WARNING,
                get_string('copiesbehind', 'local_campusbridge', $behind),
                get_string('copiesbehind_fix', 'local_campusbridge'),
            );
        }
        return new result(result::OK, get_string('copiesok', 'local_campusbridge'));
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(
            new \moodle_url('/local/campusbridge/copies.php'),
            get_string('copiespage', 'local_campusbridge'),
        );
    }
}
