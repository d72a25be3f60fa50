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
 * Notices of failed checks.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use core\check\result;
use core\output\named_templatable;
use local_campusbridge\local\named_check;
use renderable;
use renderer_base;

/**
 * The checks that found something a person should know, as boxes; nothing when all is well.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class notices implements named_templatable, renderable {
    /**
     * Constructor.
     *
     * @param named_check[] $checks
     */
    public function __construct(
        /** @var named_check[] the checks to run */
        private readonly array $checks,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_campusbridge/notices';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $notices = [];
        foreach ($this->checks as $check) {
            $result = $check->get_result();
            if (in_array($result->get_status(), [result::OK, result::NA], true)) {
                continue;
            }
            $notices[] = [
                'error' => in_array($result->get_status(), [result::ERROR, result::CRITICAL], true),
                'warning' => in_array($result->get_status(), [result::WARNING, result::UNKNOWN], true),
                'name' => $check->subject(),
                'summary' => $result->get_summary(),
                'details' => $result->get_details(),
            ];
        }
        return ['notices' => $notices];
    }
}
