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
 * Criteria of grades.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * What was met, criterion by criterion, of grades that were given with a BTEC form.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_criteria {
    /**
     * Criteria in the order of the form.
     *
     * @param int[] $gradeids
     * @return array[][] by grade id: id, shortname, score (1 met, 0 not; null where the marker has not said), remark; a grade that
     *                   was not given with a BTEC form, or whose assignment is marked in another way now, is absent
     */
    public static function of(array $gradeids): array {
        global $CFG, $DB;
        if ($gradeids === [] || !btec::is_installed()) {
            return [];
        }
        require_once($CFG->dirroot . '/grade/grading/form/lib.php');
        [$in, $params] = $DB->get_in_or_equal($gradeids, SQL_PARAMS_NAMED, 'g');
        [$instatus, $statuses] = $DB->get_in_or_equal([
            \gradingform_instance::INSTANCE_STATUS_ACTIVE,
            \gradingform_instance::INSTANCE_STATUS_NEEDUPDATE,
        ], SQL_PARAMS_NAMED, 's');
        // An item id means an assign_grades id only in an assignment's own area.
        $sql = "SELECT i.id AS instanceid, i.itemid, c.id AS criterionid, c.shortname, f.score, f.remark
                  FROM {grading_instances} i
                  JOIN {grading_definitions} d ON d.id = i.definitionid AND d.method = :method
                  JOIN {grading_areas} a ON a.id = d.areaid AND a.activemethod = d.method
                  JOIN {gradingform_btec_criteria} c ON c.definitionid = d.id
             LEFT JOIN {gradingform_btec_fillings} f ON f.instanceid = i.id AND f.criterionid = c.id
                 WHERE a.component = :component AND a.areaname = :areaname AND i.status {$instatus} AND i.itemid {$in}
              ORDER BY i.timemodified, i.id, c.sortorder, c.id";
        $params += $statuses + ['method' => btec::METHOD, 'component' => 'mod_assign', 'areaname' => 'submissions'];
        $criteria = [];
        $instances = [];
        $records = $DB->get_recordset_sql($sql, $params);
        foreach ($records as $record) {
            if (($instances[$record->itemid] ?? null) !== $record->instanceid) {
                // Should there be two, the newest counts.
                $instances[$record->itemid] = $record->instanceid;
                $criteria[$record->itemid] = [];
            }
            $criteria[$record->itemid][] = [
                'id' => (int)$record->criterionid,
                'shortname' => $record->shortname,
                'score' => $record->score === null ? null : (int)$record->score,
                'remark' => (string)$record->remark,
            ];
        }
        $records->close();
        return $criteria;
    }
}
