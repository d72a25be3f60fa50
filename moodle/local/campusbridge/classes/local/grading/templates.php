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
 * The shared BTEC grading templates of units.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\item_refused;

/**
 * Keeps one shared template for each unit of Zoho. Our table says which it is: names may change or be the same.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class templates {
    /** The table of templates. */
    public const TABLE = 'local_campusbridge_template';

    /**
     * Makes a unit's template say what Zoho says, and the copies that may follow.
     *
     * @param array $item zohoid, as_of, name, description, criteria, force (remove criteria that submissions were marked on; the
     *                    copies that were used for it stay as they are)
     * @return array status created, updated, skipped or stale, with zohoid, definitionid, and for updated: changes, copiesupdated,
     *               copiesbehind
     * @throws item_refused
     */
    public static function set(array $item): array {
        global $DB;
        $zohoid = template_item::zohoid($item['zohoid'] ?? null);
        $asof = template_item::as_of($item['as_of'] ?? null);
        $force = template_item::flag($item['force'] ?? null, 'force');
        $form = unit_form::from_item($item);
        $row = $DB->get_record(self::TABLE, ['zohoid' => $zohoid]);
        if ($row && $asof < $row->asof) {
            return ['status' => 'stale', 'zohoid' => $zohoid, 'definitionid' => (int)$row->definitionid];
        }
        $current = $row ? stored_form::of([$row->definitionid])[$row->definitionid] ?? null : null;
        if ($current === null) {
            return self::create($zohoid, $asof, $form, $row ?: null);
        }
        $changes = $current->form->changes_to($form);
        if ($changes->is_empty()) {
            $DB->set_field(self::TABLE, 'asof', $asof, ['id' => $row->id]);
            return ['status' => 'skipped', 'zohoid' => $zohoid, 'definitionid' => (int)$row->definitionid];
        }
        $copies = template_copies::of([$row->definitionid]);
        if (!$force) {
            $forms = array_merge([$current], array_column($copies, 'copy'));
            form_marks::refuse_removal(array_map(fn(stored_form $stored): array => $stored->ids_of($changes->removed), $forms));
        }
        form_writer::write((int)$row->areaid, $form, $current);
        $following = array_filter($copies, fn(template_copy $copy): bool => $copy->follows());
        foreach ($following as $copy) {
            template_copies::write($copy, $form);
        }
        $DB->update_record(self::TABLE, ['id' => $row->id, 'asof' => $asof, 'timemodified' => time()]);
        $staying = array_filter($copies, fn(template_copy $copy): bool => !$copy->follows());
        $behind = array_filter($staying, fn(template_copy $copy): bool => !$copy->copy->form->changes_to($form)->is_empty());
        return [
            'status' => 'updated',
            'zohoid' => $zohoid,
            'definitionid' => (int)$row->definitionid,
            'changes' => $changes->to_array(),
            'copiesupdated' => count($following),
            'copiesbehind' => count($behind),
        ];
    }

    /**
     * Deletes a unit's template. Assignments keep their copies.
     *
     * @param array $item zohoid, as_of
     * @return array status deleted, skipped (there is none) or stale, with zohoid
     * @throws item_refused
     */
    public static function delete(array $item): array {
        global $DB;
        $zohoid = template_item::zohoid($item['zohoid'] ?? null);
        $asof = template_item::as_of($item['as_of'] ?? null);
        $row = $DB->get_record(self::TABLE, ['zohoid' => $zohoid]);
        if (!$row) {
            return ['status' => 'skipped', 'zohoid' => $zohoid];
        }
        if ($asof < $row->asof) {
            return ['status' => 'stale', 'zohoid' => $zohoid, 'definitionid' => (int)$row->definitionid];
        }
        if ($DB->record_exists('grading_areas', ['id' => $row->areaid])) {
            btec::controller((int)$row->areaid)->delete_definition();
            if (!$DB->record_exists('grading_definitions', ['areaid' => $row->areaid])) {
                $DB->delete_records('grading_areas', ['id' => $row->areaid]);
            }
        }
        $DB->delete_records(self::TABLE, ['id' => $row->id]);
        return ['status' => 'deleted', 'zohoid' => $zohoid, 'definitionid' => (int)$row->definitionid];
    }

    /**
     * The templates of some units, with their copies.
     *
     * @param string[] $zohoids
     * @return array[] in no particular order; a unit without a template is absent
     */
    public static function get(array $zohoids): array {
        global $DB;
        $rows = $DB->get_records_list(self::TABLE, 'zohoid', $zohoids, 'id');
        $ids = array_column($rows, 'definitionid');
        $forms = stored_form::of($ids);
        $copies = [];
        foreach (template_copies::of($ids) as $copy) {
            $copies[$copy->row->templateid][] = $copy->to_array();
        }
        $templates = [];
        foreach ($rows as $row) {
            $stored = $forms[$row->definitionid] ?? null;
            if ($stored !== null) {
                $templates[] = self::to_array($row, $stored) + ['copies' => $copies[$row->definitionid] ?? []];
            }
        }
        return $templates;
    }

    /**
     * Makes the template of a unit that has none, or whose template somebody deleted in Moodle: its copies are told the new one.
     *
     * @param string $zohoid
     * @param int $asof
     * @param unit_form $form
     * @param \stdClass|null $row our row, when there is one
     * @return array
     */
    private static function create(string $zohoid, int $asof, unit_form $form, ?\stdClass $row): array {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/grade/grading/lib.php');
        $areaid = $row ? (int)$row->areaid : 0;
        if (!$DB->record_exists('grading_areas', ['id' => $areaid])) {
            $areaid = (int)get_grading_manager(\context_system::instance(), 'core_grading')->create_shared_area(btec::METHOD);
        }
        $definitionid = form_writer::write($areaid, $form, null);
        $now = time();
        $new = ['zohoid' => $zohoid, 'areaid' => $areaid, 'definitionid' => $definitionid, 'asof' => $asof, 'timemodified' => $now];
        if ($row) {
            $DB->update_record(self::TABLE, $new + ['id' => $row->id]);
            $DB->set_field('grading_definitions', 'copiedfromid', $definitionid, ['copiedfromid' => $row->definitionid]);
        } else {
            $DB->insert_record(self::TABLE, $new + ['timecreated' => $now]);
        }
        return ['status' => 'created', 'zohoid' => $zohoid, 'definitionid' => $definitionid];
    }

    /**
     * A template without its copies.
     *
     * @param \stdClass $row
     * @param stored_form $stored
     * @return array
     */
    private static function to_array(\stdClass $row, stored_form $stored): array {
        $criteria = [];
        foreach ($stored->form->plain_criteria() as $name => $criterion) {
            $criteria[] = ['id' => $stored->criterionids[$name]] + $criterion;
        }
        return [
            'zohoid' => $row->zohoid,
            'definitionid' => (int)$row->definitionid,
            'as_of' => (int)$row->asof,
            'name' => $stored->form->name,
            'description' => $stored->form->description,
            'timemodified' => (int)$stored->definition->timemodified,
            'criteria' => $criteria,
        ];
    }
}
