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
 * A BTEC grading form in the database.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * A definition, what it says, and the ids of its criteria.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class stored_form {
    /**
     * Constructor.
     *
     * @param \stdClass $definition row of grading_definitions
     * @param unit_form $form
     * @param int[] $criterionids by the keys of the form's criteria
     */
    public function __construct(
        /** @var \stdClass row of grading_definitions */
        public readonly \stdClass $definition,
        /** @var unit_form */
        public readonly unit_form $form,
        /** @var int[] by short name */
        public readonly array $criterionids
    ) {
    }

    /**
     * Reads definitions of the BTEC method.
     *
     * @param int[] $definitionids
     * @return self[] by definition id; what does not exist is absent
     */
    public static function of(array $definitionids): array {
        global $CFG, $DB;
        if ($definitionids === []) {
            return [];
        }
        require_once($CFG->dirroot . '/grade/grading/form/lib.php');
        [$in, $params] = $DB->get_in_or_equal($definitionids, SQL_PARAMS_NAMED);
        $ours = $params + ['method' => btec::METHOD];
        $definitions = $DB->get_records_select('grading_definitions', "method = :method AND id {$in}", $ours);
        $criteria = $DB->get_records_select('gradingform_btec_criteria', "definitionid {$in}", $params, 'sortorder, id');
        $grouped = array_fill_keys(array_keys($definitions), []);
        foreach ($criteria as $criterion) {
            $grouped[$criterion->definitionid][$criterion->id] = $criterion;
        }
        $forms = [];
        foreach ($definitions as $id => $definition) {
            $ids = [];
            foreach ($grouped[$id] as $criterion) {
                $ids[unit_form::key($criterion, $ids)] = (int)$criterion->id;
            }
            $forms[(int)$id] = new self($definition, unit_form::from_records($definition, $grouped[$id]), $ids);
        }
        return $forms;
    }

    /**
     * The ids of some criteria.
     *
     * @param string[] $shortnames
     * @return int[] by short name; those it does not have are absent
     */
    public function ids_of(array $shortnames): array {
        return array_intersect_key($this->criterionids, array_flip($shortnames));
    }
}
