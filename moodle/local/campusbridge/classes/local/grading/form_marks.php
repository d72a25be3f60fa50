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
 * Who was marked with a BTEC grading form.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\item_refused;

/**
 * Marks made with forms. A teacher who only opened the form leaves an unfinished instance, which is no mark.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class form_marks {
    /**
     * How many submissions were marked with each definition.
     *
     * @param int[] $definitionids
     * @return int[] by definition id; 0 is absent
     */
    public static function count(array $definitionids): array {
        global $CFG, $DB;
        if ($definitionids === []) {
            return [];
        }
        require_once($CFG->dirroot . '/grade/grading/form/lib.php');
        [$in, $params] = $DB->get_in_or_equal($definitionids, SQL_PARAMS_NAMED);
        $params['unfinished'] = \gradingform_instance::INSTANCE_STATUS_INCOMPLETE;
        $sql = "SELECT definitionid, COUNT(DISTINCT itemid) AS marked
                  FROM {grading_instances}
                 WHERE status <> :unfinished AND definitionid {$in}
              GROUP BY definitionid";
        return array_map('intval', $DB->get_records_sql_menu($sql, $params));
    }

    /**
     * Refuses to remove criteria that somebody was marked on.
     *
     * @param int[][] $criterionids of each form, by short name
     * @throws item_refused criterionhasmarks
     */
    public static function refuse_removal(array $criterionids): void {
        global $CFG, $DB;
        $ids = array_merge(...array_map('array_values', array_values($criterionids)));
        if ($ids === []) {
            return;
        }
        require_once($CFG->dirroot . '/grade/grading/form/lib.php');
        [$in, $params] = $DB->get_in_or_equal($ids, SQL_PARAMS_NAMED);
        $params['unfinished'] = \gradingform_instance::INSTANCE_STATUS_INCOMPLETE;
        $sql = "SELECT c.shortname, COUNT(DISTINCT i.itemid) AS marked
                  FROM {gradingform_btec_criteria} c
                  JOIN {gradingform_btec_fillings} f ON f.criterionid = c.id
                  JOIN {grading_instances} i ON i.id = f.instanceid
                 WHERE i.status <> :unfinished AND c.id {$in}
              GROUP BY c.shortname";
        $marked = $DB->get_records_sql_menu($sql, $params);
        if ($marked === []) {
            return;
        }
        $list = implode(', ', array_map(fn($name, $count): string => "{$name} ({$count})", array_keys($marked), $marked));
        throw new item_refused('criterionhasmarks', 'criteria', 'criteria: these would go although submissions were marked on '
            . "them: {$list}. Keep them in the unit, or send force: true");
    }
}
