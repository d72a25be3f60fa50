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
 * Roles that go with enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

/**
 * Gives the role of an item and takes away the one that it replaces. Of a user's roles in a course only those are exchanged that
 * came from here or from the enrolment; a role that a person gave stays.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_roles {
    /** @var int[] the accounts that role assignments of ours were made with */
    private readonly array $ourselves;

    /**
     * Constructor.
     *
     * @param known_enrolments $known
     * @param enrolment_decision $decision
     */
    public function __construct(
        /** @var known_enrolments what stands */
        private readonly known_enrolments $known,
        /** @var enrolment_decision what the caller may do */
        private readonly enrolment_decision $decision
    ) {
        global $USER;
        $this->ourselves = [(int) $USER->id, (int) get_config('local_campusbridge', 'serviceuserid')];
    }

    /**
     * Gives the role of the item, then takes away the one that it replaces: there is no moment without any.
     *
     * @param enrolment_item $item
     * @param \context_course $context
     * @param \stdClass $instance
     * @return array[] changes
     */
    public function exchange(enrolment_item $item, \context_course $context, \stdClass $instance): array {
        $has = in_array($item->roleid, array_column($this->known->assignments($item), 'roleid'));
        if (!$has) {
            role_assign($item->roleid, $item->userid, $context->id);
        }
        $removed = $this->remove_others($item, $context, $instance);
        if ($has && $removed === []) {
            return [];
        }
        return [['field' => 'roleid', 'before' => implode(',', $removed), 'after' => (string) $item->roleid]];
    }

    /**
     * Takes away the roles in the course that we or the enrolment gave and that are not the item's.
     *
     * @param enrolment_item $item
     * @param \context_course $context
     * @param \stdClass $instance
     * @return int[] the roles taken away
     */
    public function remove_others(enrolment_item $item, \context_course $context, \stdClass $instance): array {
        $removed = [];
        foreach ($this->known->assignments($item) as $assignment) {
            $ours = $assignment->component === 'enrol_manual' && $assignment->itemid == $instance->id
                || $assignment->component === '' && in_array((int) $assignment->modifierid, $this->ourselves, true);
            $isother = $ours && $assignment->roleid != $item->roleid;
            if ($isother && in_array($assignment->roleid, $this->decision->assignable($context))) {
                role_unassign($assignment->roleid, $item->userid, $context->id, $assignment->component, $assignment->itemid);
                $removed[] = (int) $assignment->roleid;
            }
        }
        return $removed;
    }
}
