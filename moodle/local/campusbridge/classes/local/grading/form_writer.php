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
 * Writes BTEC grading forms.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * Creates or changes a definition in place, through gradingform_btec's own controller.
 *
 * Criteria are matched by short name, so that their ids, and with them the marks, survive. The options and the frequently used
 * comments that somebody added by hand stay. The caller opens the transaction: the controller has none.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class form_writer {
    /**
     * Makes the area's BTEC form say what it should.
     *
     * @param int $areaid
     * @param unit_form $form
     * @param stored_form|null $current the area's present form, null when it has none
     * @param int|null $copiedfromid the template that this is a copy of; null leaves what stands there
     * @return int the definition's id
     */
    public static function write(int $areaid, unit_form $form, ?stored_form $current, ?int $copiedfromid = null): int {
        global $DB;
        $controller = btec::controller($areaid);
        $definition = (object)[
            'name' => $form->name,
            'status' => \gradingform_controller::DEFINITION_STATUS_READY,
            'description_editor' => ['text' => $form->description, 'format' => FORMAT_PLAIN, 'itemid' => 0],
            'btec' => [
                'criteria' => self::criteria($form, $current),
                'comments' => $controller->get_definition()->btec_comment ?? [],
                'options' => $controller->get_options(),
            ],
        ];
        $changes = $current?->form->changes_to($form);
        if ($changes?->needs_regrading()) {
            $definition->btec['regrade'] = 1;
            // A filling without its criterion would break the marking page of whoever was marked on it.
            $DB->delete_records_list('gradingform_btec_fillings', 'criterionid', $current->ids_of($changes->removed));
        }
        $controller->update_definition($definition);
        $id = (int)$controller->get_definition(true)->id;
        if ($copiedfromid !== null) {
            $DB->set_field('grading_definitions', 'copiedfromid', $copiedfromid, ['id' => $id]);
        }
        return $id;
    }

    /**
     * The criteria as the controller takes them: existing ids are changed, NEWIDn are added, what is left out goes.
     *
     * @param unit_form $form
     * @param stored_form|null $current
     * @return array[]
     */
    private static function criteria(unit_form $form, ?stored_form $current): array {
        $criteria = [];
        $sortorder = 0;
        foreach ($form->criteria as $name => $criterion) {
            $sortorder++;
            $criteria[$current?->criterionids[$name] ?? "NEWID{$sortorder}"] = $criterion + [
                'sortorder' => $sortorder,
                'descriptionformat' => FORMAT_MOODLE,
                'descriptionmarkersformat' => FORMAT_MOODLE,
            ];
        }
        return $criteria;
    }
}
