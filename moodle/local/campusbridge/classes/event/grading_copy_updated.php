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
 * Event: a grading form was brought into step by hand.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\event;

/**
 * A person brought an assignment's grading form into step with its unit's template.
 *
 * @property-read array $other {
 *      - int definitionid: the form's grading definition.
 *      - string[] added: criteria that came.
 *      - string[] removed: criteria that went.
 *      - string[] changed: criteria whose texts changed.
 *      - bool forced: whether criteria might go although submissions were marked on them.
 * }
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grading_copy_updated extends \core\event\base {
    #[\Override]
    protected function init() {
        $this->data['crud'] = 'u';
        $this->data['edulevel'] = self::LEVEL_TEACHING;
    }

    #[\Override]
    public static function get_name() {
        return get_string('eventgradingcopyupdated', 'local_campusbridge');
    }

    #[\Override]
    public function get_description() {
        return "The user with id '{$this->userid}' brought the grading form with definition id '{$this->other['definitionid']}' "
            . "of the course module with id '{$this->contextinstanceid}' into step with its Campusbridge template.";
    }

    #[\Override]
    public function get_url() {
        return new \moodle_url('/local/campusbridge/copies.php');
    }

    #[\Override]
    protected function validate_data() {
        parent::validate_data();
        foreach (['definitionid', 'added', 'removed', 'changed', 'forced'] as $key) {
            if (!isset($this->other[$key])) {
                throw new \coding_exception("The value of other['{$key}'] must be set.");
            }
        }
    }
}
