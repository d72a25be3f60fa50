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
 * The difference between two BTEC grading forms.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * What changes when one form becomes another, in short names of criteria.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class form_changes {
    /**
     * Constructor.
     *
     * @param string[] $added
     * @param string[] $removed
     * @param string[] $changed
     * @param bool $details the name, the description, the order or the readiness of the whole form
     */
    public function __construct(
        /** @var string[] criteria that come */
        public readonly array $added,
        /** @var string[] criteria that go */
        public readonly array $removed,
        /** @var string[] criteria whose texts change */
        public readonly array $changed,
        /** @var bool something about the whole form */
        public readonly bool $details
    ) {
    }

    /**
     * Are both forms the same?
     *
     * @return bool
     */
    public function is_empty(): bool {
        return $this->added === [] && $this->removed === [] && $this->changed === [] && !$this->details;
    }

    /**
     * Does a student who was marked before have to be marked again?
     *
     * @return bool
     */
    public function needs_regrading(): bool {
        return $this->added !== [] || $this->removed !== [];
    }

    /**
     * For the answers of web services.
     *
     * @return array
     */
    public function to_array(): array {
        return ['added' => $this->added, 'removed' => $this->removed, 'changed' => $this->changed, 'details' => $this->details];
    }
}
