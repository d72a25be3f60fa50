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
 * Attaching a unit's template to an assignment.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\batch;
use local_campusbridge\local\item_refused;
use local_campusbridge\local\records\record_lock;

/**
 * Sets an assignment to be marked with a copy of a unit's template and graded with the BTEC scale.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class attachment {
    /**
     * Attaches. Safe to repeat.
     *
     * An assignment that was duplicated with its course has a form of the same content that no longer knows where it came from:
     * it is adopted, also when it has marks.
     *
     * @param string $zohoid of the unit
     * @param int $cmid of the assignment
     * @return array status updated, skipped (already so) or refused (templatemissing, assignmentmissing, alreadymarked,
     *               scalemissing, scalechanged), with cmid, assignmentid, definitionid (the copy's), and behind: 'marked' or
     *               'edited' when the copy does not say what the template says and was left as it is
     * @throws \moodle_exception btecmissing
     */
    public static function attach(string $zohoid, int $cmid): array {
        btec::require_installed();
        $work = fn(array $item): array => self::attach_one($item['zohoid'], $item['cmid']);
        $item = ['zohoid' => $zohoid, 'cmid' => $cmid];
        return record_lock::during(templates::LOCK, fn(): array => batch::run([$item], $work)[0]);
    }

    /**
     * Attaches, inside a transaction.
     *
     * @param string $zohoid
     * @param int $cmid
     * @return array
     * @throws item_refused
     */
    private static function attach_one(string $zohoid, int $cmid): array {
        global $DB;
        $template = self::template($zohoid);
        $templateid = (int)$template->definition->id;
        $cm = self::course_module($cmid);
        $assign = $DB->get_record('assign', ['id' => $cm->instance], '*', MUST_EXIST);
        $scaleid = btec::scale_id();
        $area = $DB->get_record('grading_areas', self::area_key($cm));
        $form = $area ? self::form_of((int)$area->id) : null;
        $inuse = $form !== null && $area->activemethod === btec::METHOD && (int)$assign->grade === -$scaleid;
        $linked = $form !== null && (int)$form->definition->copiedfromid === $templateid;
        $same = $form !== null && $form->form->changes_to($template->form)->is_empty();
        $result = ['status' => 'updated', 'cmid' => (int)$cm->id, 'assignmentid' => (int)$assign->id];
        if ($inuse && $linked) {
            $definitionid = (int)$form->definition->id;
            $behind = template_copies::with_definition($definitionid)->behind_because();
            return ['status' => 'skipped', 'definitionid' => $definitionid, 'behind' => $behind] + $result;
        }
        if (!($inuse && $same) && self::has_marks($assign)) {
            throw new item_refused('alreadymarked', 'cmid', 'cmid: this assignment already has marks that were not made with this '
                . 'template, and another form or scale would change their meaning. Attach it to an assignment without marks');
        }
        $areaid = self::activate($cm);
        $definitionid = form_writer::write($areaid, $template->form, $form, $templateid);
        if ((int)$assign->grade !== -$scaleid) {
            self::grade_with_scale($cm, $assign, $scaleid);
        }
        return ['definitionid' => $definitionid, 'behind' => ''] + $result;
    }

    /**
     * The unit's template.
     *
     * @param string $zohoid
     * @return stored_form
     * @throws item_refused
     */
    private static function template(string $zohoid): stored_form {
        global $DB;
        $definitionid = $DB->get_field(templates::TABLE, 'definitionid', ['zohoid' => $zohoid]);
        $template = $definitionid ? stored_form::of([$definitionid])[$definitionid] ?? null : null;
        if ($template === null) {
            throw new item_refused('templatemissing', 'zohoid', 'zohoid: this unit has no template here; '
                . 'send it with set_grading_templates first');
        }
        return $template;
    }

    /**
     * The assignment's course module.
     *
     * @param int $cmid
     * @return \stdClass
     * @throws item_refused
     */
    private static function course_module(int $cmid): \stdClass {
        $cm = get_coursemodule_from_id('assign', $cmid);
        if (!$cm || $cm->deletioninprogress) {
            throw new item_refused('assignmentmissing', 'cmid', 'cmid: the course module id of an assignment');
        }
        return $cm;
    }

    /**
     * How the assignment's grading area is found.
     *
     * @param \stdClass $cm
     * @return array
     */
    private static function area_key(\stdClass $cm): array {
        $contextid = \context_module::instance($cm->id)->id;
        return ['contextid' => $contextid, 'component' => 'mod_assign', 'areaname' => 'submissions'];
    }

    /**
     * The BTEC form of an area, in use or not.
     *
     * @param int $areaid
     * @return stored_form|null
     */
    private static function form_of(int $areaid): ?stored_form {
        global $DB;
        $definitionid = $DB->get_field('grading_definitions', 'id', ['areaid' => $areaid, 'method' => btec::METHOD]);
        return $definitionid ? stored_form::of([$definitionid])[$definitionid] : null;
    }

    /**
     * Was anybody marked, in the assignment or straight in the gradebook?
     *
     * @param \stdClass $assign
     * @return bool
     */
    private static function has_marks(\stdClass $assign): bool {
        global $CFG, $DB;
        require_once($CFG->libdir . '/gradelib.php');
        if ($DB->record_exists_select('assign_grades', 'assignment = :id AND grade >= 0', ['id' => $assign->id])) {
            return true;
        }
        $item = self::grade_item($assign);
        return $item !== null && $item->has_grades();
    }

    /**
     * Makes BTEC the assignment's grading method.
     *
     * @param \stdClass $cm
     * @return int the area's id
     */
    private static function activate(\stdClass $cm): int {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/grade/grading/lib.php');
        get_grading_manager(\context_module::instance($cm->id), 'mod_assign', 'submissions')->set_active_method(btec::METHOD);
        return (int)$DB->get_field('grading_areas', 'id', self::area_key($cm), MUST_EXIST);
    }

    /**
     * Grades the assignment with the BTEC scale, in its settings and in the gradebook.
     *
     * @param \stdClass $cm
     * @param \stdClass $assign
     * @param int $scaleid
     */
    private static function grade_with_scale(\stdClass $cm, \stdClass $assign, int $scaleid): void {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/mod/assign/lib.php');
        $assign->grade = -$scaleid;
        $DB->update_record('assign', ['id' => $assign->id, 'grade' => $assign->grade, 'timemodified' => time()]);
        $assign->cmidnumber = $cm->idnumber;
        assign_grade_item_update($assign);
        $item = self::grade_item($assign);
        if ($item !== null && $item->gradepass > $item->grademax) {
            // A grade to pass in points means nothing on the scale, and nobody could reach it.
            $item->gradepass = 0;
            $item->update('local_campusbridge');
        }
        \core\event\course_module_updated::create_from_cm($cm, \context_module::instance($cm->id))->trigger();
    }

    /**
     * The assignment's item in the gradebook.
     *
     * @param \stdClass $assign
     * @return \grade_item|null
     */
    private static function grade_item(\stdClass $assign): ?\grade_item {
        return \grade_item::fetch([
            'itemtype' => 'mod',
            'itemmodule' => 'assign',
            'iteminstance' => $assign->id,
            'itemnumber' => 0,
            'courseid' => $assign->course,
        ]) ?: null;
    }
}
