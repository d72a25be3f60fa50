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
 * An assignment that is marked with a copy of a unit's template.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * A copy, beside the template it was made from.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class template_copy {
    /**
     * Constructor.
     *
     * @param \stdClass $row definitionid, areaid, cmid, courseid, coursename, assignmentid, assignmentname, zohoid (the unit's),
     *                       templateid (the template's definition)
     * @param stored_form $copy
     * @param stored_form|null $template null while the template itself is missing
     * @param int $marked how many submissions were marked with it
     */
    public function __construct(
        /** @var \stdClass see above */
        public readonly \stdClass $row,
        /** @var stored_form */
        public readonly stored_form $copy,
        /** @var stored_form|null */
        public readonly ?stored_form $template,
        /** @var int submissions marked with it */
        public readonly int $marked
    ) {
    }

    /**
     * What would change if the copy were brought into step with its template.
     *
     * @return form_changes
     */
    public function changes(): form_changes {
        return $this->copy->form->changes_to($this->template->form ?? $this->copy->form);
    }

    /**
     * May it follow a change of its template without being asked? Only while nobody was marked with it or made it their own.
     *
     * @return bool
     */
    public function follows(): bool {
        return $this->template !== null && $this->marked === 0 && $this->changes()->is_empty();
    }

    /**
     * Why it does not say what its template says.
     *
     * @return string 'marked', 'edited' (by hand, in the assignment), or '' when it does
     */
    public function behind_because(): string {
        if ($this->changes()->is_empty()) {
            return '';
        }
        return $this->marked > 0 ? 'marked' : 'edited';
    }

    /**
     * For the answers of web services.
     *
     * @return array
     */
    public function to_array(): array {
        return [
            'definitionid' => (int)$this->row->definitionid,
            'cmid' => (int)$this->row->cmid,
            'courseid' => (int)$this->row->courseid,
            'assignmentid' => (int)$this->row->assignmentid,
            'marked' => $this->marked,
            'behind' => $this->behind_because(),
            'changes' => $this->changes()->to_array(),
        ];
    }
}
