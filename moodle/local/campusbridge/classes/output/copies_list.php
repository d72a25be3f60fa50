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
 * Grading forms that fell behind.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use core\output\named_templatable;
use local_campusbridge\local\grading\template_copy;
use moodle_url;
use renderable;
use renderer_base;

/**
 * The grading forms that do not say what their unit's template says, with what would change.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class copies_list implements named_templatable, renderable {
    /**
     * Constructor.
     *
     * @param template_copy[] $copies
     */
    public function __construct(
        /** @var template_copy[] those that are behind */
        private readonly array $copies,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_campusbridge/copies_list';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        return [
            'copies' => array_map([self::class, 'row'], $this->copies),
            'hascopies' => $this->copies !== [],
            'url' => (new moodle_url('/local/campusbridge/copies.php'))->out(false),
            'sesskey' => sesskey(),
        ];
    }

    /**
     * One form.
     *
     * @param template_copy $copy
     * @return array
     */
    private static function row(template_copy $copy): array {
        $row = $copy->row;
        return [
            'definitionid' => (int) $row->definitionid,
            'assignment' => format_string($row->assignmentname, true, ['escape' => false]),
            'assignmenturl' => (new moodle_url('/mod/assign/view.php', ['id' => $row->cmid]))->out(false),
            'course' => format_string($row->coursename, true, ['escape' => false]),
            'courseurl' => (new moodle_url('/course/view.php', ['id' => $row->courseid]))->out(false),
            'zohoid' => $row->zohoid,
            'marked' => $copy->marked,
            'why' => get_string('copywhy_' . $copy->behind_because(), 'local_campusbridge', $copy->marked),
            'changes' => self::words($copy),
        ];
    }

    /**
     * What would change, one sentence each.
     *
     * @param template_copy $copy
     * @return string[]
     */
    public static function words(template_copy $copy): array {
        $changes = $copy->changes();
        $words = [];
        foreach (['added', 'removed', 'changed'] as $kind) {
            if ($changes->{$kind} !== []) {
                $words[] = get_string('copychange_' . $kind, 'local_campusbridge', implode(', ', $changes->{$kind}));
            }
        }
        if ($changes->details) {
            $words[] = get_string('copychange_details', 'local_campusbridge');
        }
        if ($copy->marked > 0 && $changes->needs_regrading()) {
            $words[] = get_string('copychange_regrade', 'local_campusbridge', $copy->marked);
        }
        return $words;
    }
}
