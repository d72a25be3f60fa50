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
 * The assignments that are marked with copies of our templates.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\item_refused;
use local_campusbridge\local\records\record_lock;

/**
 * Finds copies by the definition they were copied from, whether the bridge or a teacher attached them, and brings them into step.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class template_copies {
    /** Templates compared at once. */
    private const CHUNK = 20;

    /**
     * The copies of some templates that assignments are marked with now.
     *
     * @param int[] $templateids definition ids of templates
     * @return template_copy[]
     */
    public static function of(array $templateids): array {
        global $DB;
        if ($templateids === []) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal($templateids, SQL_PARAMS_NAMED);
        $sql = self::sql() . " AND d.copiedfromid {$in} ORDER BY c.id, cm.id";
        return self::from_rows($DB->get_records_sql($sql, $params + self::params()));
    }

    /**
     * The copy that has a definition of its own.
     *
     * @param int $definitionid
     * @return template_copy|null null when no assignment is marked with it, or it is no copy of a template of ours
     */
    public static function with_definition(int $definitionid): ?template_copy {
        global $DB;
        $rows = $DB->get_records_sql(self::sql() . ' AND d.id = :definitionid', self::params() + ['definitionid' => $definitionid]);
        return self::from_rows($rows)[0] ?? null;
    }

    /**
     * Every copy that does not say what its template says: for the page where a person decides.
     *
     * @return template_copy[]
     */
    public static function behind(): array {
        global $DB;
        $templateids = $DB->get_fieldset_sql('SELECT definitionid FROM {local_campusbridge_template} ORDER BY id');
        $behind = [];
        foreach (array_chunk($templateids, self::CHUNK) as $chunk) {
            $behind[] = array_filter(self::of($chunk), fn(template_copy $copy): bool => $copy->behind_because() !== '');
        }
        return array_merge([], ...$behind);
    }

    /**
     * Brings one copy into step with its template, because a person said so. Criteria change in place: marks stay. When criteria
     * come or go, teachers are shown that whoever was marked has to be marked again.
     *
     * @param int $definitionid the copy's definition
     * @param bool $force remove criteria also when submissions were marked on them; those marks are lost
     * @return form_changes what was changed
     * @throws item_refused copymissing, criterionhasmarks
     * @throws \moodle_exception btecmissing
     */
    public static function apply(int $definitionid, bool $force = false): form_changes {
        btec::require_installed();
        return record_lock::during(templates::LOCK, fn(): form_changes => self::apply_one($definitionid, $force));
    }

    /**
     * Brings one copy into step with its template, while nobody else writes forms.
     *
     * @param int $definitionid
     * @param bool $force
     * @return form_changes
     * @throws item_refused
     */
    private static function apply_one(int $definitionid, bool $force): form_changes {
        global $DB;
        $copy = self::with_definition($definitionid);
        if ($copy?->template === null) {
            throw new item_refused('copymissing', 'definitionid', 'definitionid: no assignment is marked with a copy of that id');
        }
        $changes = $copy->changes();
        if ($changes->is_empty()) {
            return $changes;
        }
        if (!$force) {
            form_marks::refuse_removal([$copy->copy->ids_of($changes->removed)]);
        }
        $transaction = $DB->start_delegated_transaction();
        self::write($copy, $copy->template->form);
        $transaction->allow_commit();
        return $changes;
    }

    /**
     * Makes a copy say something.
     *
     * @param template_copy $copy
     * @param unit_form $form
     */
    public static function write(template_copy $copy, unit_form $form): void {
        form_writer::write((int)$copy->row->areaid, $form, $copy->copy);
    }

    /**
     * Rows with their forms and marks, in three queries.
     *
     * @param \stdClass[] $rows
     * @return template_copy[]
     */
    private static function from_rows(array $rows): array {
        $ids = array_keys($rows);
        $forms = stored_form::of(array_merge($ids, array_unique(array_column($rows, 'templateid'))));
        $marks = form_marks::count($ids);
        $copies = [];
        foreach ($rows as $id => $row) {
            $copies[] = new template_copy($row, $forms[$id], $forms[$row->templateid] ?? null, $marks[$id] ?? 0);
        }
        return $copies;
    }

    /**
     * Copies in use, one row each.
     *
     * @return string
     */
    private static function sql(): string {
        return "SELECT d.id AS definitionid, a.id AS areaid, cm.id AS cmid, c.id AS courseid, c.fullname AS coursename,
                       s.id AS assignmentid, s.name AS assignmentname, t.definitionid AS templateid, t.zohoid
                  FROM {grading_definitions} d
                  JOIN {local_campusbridge_template} t ON t.definitionid = d.copiedfromid
                  JOIN {grading_areas} a ON a.id = d.areaid AND a.activemethod = d.method
                  JOIN {context} x ON x.id = a.contextid AND x.contextlevel = :modulelevel
                  JOIN {course_modules} cm ON cm.id = x.instanceid AND cm.deletioninprogress = 0
                  JOIN {assign} s ON s.id = cm.instance
                  JOIN {course} c ON c.id = s.course
                 WHERE d.method = :method AND a.component = :component AND a.areaname = :areaname";
    }

    /**
     * What the query takes.
     *
     * @return array
     */
    private static function params(): array {
        return [
            'modulelevel' => CONTEXT_MODULE,
            'method' => btec::METHOD,
            'component' => 'mod_assign',
            'areaname' => 'submissions',
        ];
    }
}
