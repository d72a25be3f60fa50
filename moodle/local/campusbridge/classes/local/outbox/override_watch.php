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
 * Grades of assignments overridden in the gradebook.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * Remembers which grades of assignments are overridden in the gradebook. When an override is taken back, Moodle fires the same
 * event as for every mark of an assignment, about a grade that is not overridden: only who remembers can tell the two apart.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class override_watch {
    /** The kind of what is watched. */
    public const KIND = 'override';

    /**
     * Whether a change of an assignment's grade was made in the gradebook: it is overridden now, or was until now.
     *
     * @param \grade_grade $grade
     * @return bool
     */
    public static function concerns(\grade_grade $grade): bool {
        global $DB;
        $known = (int) $DB->get_field(watched::TABLE, 'id', ['kind' => self::KIND, 'itemid' => $grade->id]);
        if ($grade->is_overridden()) {
            watched::put(self::KIND, (int) $grade->id, (int) $grade->overridden, $known);
            return true;
        }
        if ($known === 0) {
            return false;
        }
        $DB->delete_records(watched::TABLE, ['id' => $known]);
        return true;
    }

    /**
     * Remembers those that were overridden before the plugin came.
     */
    public static function begin(): void {
        global $DB;
        $sql = 'INSERT INTO {' . watched::TABLE . "} (kind, itemid, version)
                SELECT '" . self::KIND . "', g.id, g.overridden
                  FROM {grade_grades} g
                  JOIN {grade_items} i ON i.id = g.itemid AND i.itemtype = 'mod' AND i.itemmodule = 'assign'
                 WHERE g.overridden > 0";
        $DB->execute($sql);
    }

    /**
     * Forgets grades that are no longer there.
     */
    public static function clean_up(): void {
        global $DB;
        $gone = 'kind = :kind AND itemid NOT IN (SELECT g.id FROM {grade_grades} g)';
        $DB->delete_records_select(watched::TABLE, $gone, ['kind' => self::KIND]);
    }
}
