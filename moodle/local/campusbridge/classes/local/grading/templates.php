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

use local_campusbridge\local\asof;
use local_campusbridge\local\batch;
use local_campusbridge\local\item_refused;
use local_campusbridge\local\records\deletion_item;
use local_campusbridge\local\reading\fields;
use local_campusbridge\local\records\record_lock;

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

    /** Kind of the times kept of templates that were deleted. */
    private const DELETED = 'template';

    /** One lock for whoever writes forms: what is there is compared before it is written. */
    public const LOCK = 'templates';

    /**
     * Makes templates of units say what Zoho says, and the copies that may follow.
     *
     * @param array[] $items as template_item::read() takes them
     * @return array[] for each item: status created, updated, skipped, stale or refused, with zohoid, definitionid, and for
     *                 updated: changes, copiesupdated, copiesbehind
     * @throws \moodle_exception btecmissing
     */
    public static function set(array $items): array {
        btec::require_installed();
        $work = fn(): array => batch::run($items, self::set_one(...), template_item::read(...));
        return record_lock::during(self::LOCK, $work);
    }

    /**
     * Deletes templates of units. Assignments keep their copies. When it was is remembered, so that an older item does not bring
     * one back.
     *
     * @param array[] $items zohoid, as_of
     * @return array[] for each item: status deleted, skipped (there is none), stale or refused, with zohoid
     * @throws \moodle_exception btecmissing
     */
    public static function delete(array $items): array {
        btec::require_installed();
        $read = fn(array $values): deletion_item => new deletion_item(new fields($values));
        return record_lock::during(self::LOCK, fn(): array => batch::run($items, self::delete_one(...), $read));
    }

    /**
     * One unit's template. Copies that were marked with stay as they are, whatever is removed.
     *
     * @param template_item $item
     * @return array
     * @throws item_refused criterionhasmarks
     */
    private static function set_one(template_item $item): array {
        global $DB;
        $form = $item->form;
        $row = $DB->get_record(self::TABLE, ['zohoid' => $item->zohoid]);
        if ($row && $item->asof < $row->asof) {
            return ['status' => 'stale', 'zohoid' => $item->zohoid, 'definitionid' => (int)$row->definitionid];
        }
        if (!$row && $item->asof < (asof::known(self::DELETED, [$item->zohoid])[$item->zohoid] ?? 0)) {
            return ['status' => 'stale', 'zohoid' => $item->zohoid];
        }
        $current = $row ? stored_form::of([$row->definitionid])[$row->definitionid] ?? null : null;
        if ($current === null) {
            return self::create($item, $row ?: null);
        }
        $changes = $current->form->changes_to($form);
        if ($changes->is_empty()) {
            $DB->set_field(self::TABLE, 'asof', $item->asof, ['id' => $row->id]);
            return ['status' => 'skipped', 'zohoid' => $item->zohoid, 'definitionid' => (int)$row->definitionid];
        }
        $copies = template_copies::of([$row->definitionid]);
        if (!$item->force) {
            $forms = array_merge([$current], array_column($copies, 'copy'));
            form_marks::refuse_removal(array_map(fn(stored_form $stored): array => $stored->ids_of($changes->removed), $forms));
        }
        form_writer::write((int)$row->areaid, $form, $current);
        $following = array_filter($copies, fn(template_copy $copy): bool => $copy->follows());
        foreach ($following as $copy) {
            template_copies::write($copy, $form);
        }
        $DB->update_record(self::TABLE, ['id' => $row->id, 'asof' => $item->asof, 'timemodified' => time()]);
        $staying = array_filter($copies, fn(template_copy $copy): bool => !$copy->follows());
        $behind = array_filter($staying, fn(template_copy $copy): bool => !$copy->copy->form->changes_to($form)->is_empty());
        return [
            'status' => 'updated',
            'zohoid' => $item->zohoid,
            'definitionid' => (int)$row->definitionid,
            'changes' => $changes->to_array(),
            'copiesupdated' => count($following),
            'copiesbehind' => count($behind),
        ];
    }

    /**
     * Deletes one unit's template.
     *
     * @param deletion_item $item
     * @return array
     */
    private static function delete_one(deletion_item $item): array {
        global $DB;
        $row = $DB->get_record(self::TABLE, ['zohoid' => $item->zohoid]);
        if ($row && $item->asof < $row->asof) {
            return ['status' => 'stale', 'zohoid' => $item->zohoid, 'definitionid' => (int)$row->definitionid];
        }
        asof::claim(self::DELETED, [$item->zohoid => $item->asof]);
        if (!$row) {
            return ['status' => 'skipped', 'zohoid' => $item->zohoid];
        }
        if ($DB->record_exists('grading_areas', ['id' => $row->areaid])) {
            btec::controller((int)$row->areaid)->delete_definition();
            if (!$DB->record_exists('grading_definitions', ['areaid' => $row->areaid])) {
                $DB->delete_records('grading_areas', ['id' => $row->areaid]);
            }
        }
        $DB->delete_records(self::TABLE, ['id' => $row->id]);
        return ['status' => 'deleted', 'zohoid' => $item->zohoid, 'definitionid' => (int)$row->definitionid];
    }

    /**
     * The templates of some units, with their copies.
     *
     * @param string[] $zohoids
     * @return array[] in no particular order; a unit without a template is absent
     * @throws \moodle_exception btecmissing
     */
    public static function get(array $zohoids): array {
        global $DB;
        btec::require_installed();
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
     * @param template_item $item
     * @param \stdClass|null $row our row, when there is one
     * @return array
     */
    private static function create(template_item $item, ?\stdClass $row): array {
        global $CFG, $DB;
        require_once($CFG->dirroot . '/grade/grading/lib.php');
        $areaid = $row ? (int)$row->areaid : 0;
        if (!$DB->record_exists('grading_areas', ['id' => $areaid])) {
            $areaid = (int)get_grading_manager(\context_system::instance(), 'core_grading')->create_shared_area(btec::METHOD);
        }
        $definitionid = form_writer::write($areaid, $item->form, null);
        $new = [
            'zohoid' => $item->zohoid,
            'areaid' => $areaid,
            'definitionid' => $definitionid,
            'asof' => $item->asof,
            'timemodified' => time(),
        ];
        if ($row) {
            $DB->update_record(self::TABLE, $new + ['id' => $row->id]);
            $DB->set_field('grading_definitions', 'copiedfromid', $definitionid, ['copiedfromid' => $row->definitionid]);
        } else {
            $DB->insert_record(self::TABLE, $new + ['timecreated' => $new['timemodified']]);
        }
        return ['status' => 'created', 'zohoid' => $item->zohoid, 'definitionid' => $definitionid];
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
