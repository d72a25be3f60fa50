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
 * Event: an administrator put rows of the outbox back.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\event;

/**
 * An administrator put rows of the outbox back, to be sent again.
 *
 * @property-read array $other {
 *      - int count: how many rows were put back.
 *      - int[] ids: the rows asked for, at most 100 of them.
 * }
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox_resent extends \core\event\base {
    #[\Override]
    protected function init() {
        $this->data['crud'] = 'u';
        $this->data['edulevel'] = self::LEVEL_OTHER;
        $this->context = \context_system::instance();
    }

    #[\Override]
    public static function get_name() {
        return get_string('eventoutboxresent', 'local_campusbridge');
    }

    #[\Override]
    public function get_description() {
        $count = $this->other['count'];
        return "The user with id '{$this->userid}' put {$count} rows of the Campusbridge outbox back, to be sent again.";
    }

    #[\Override]
    public function get_url() {
        return new \moodle_url('/local/campusbridge/outbox.php');
    }

    #[\Override]
    protected function validate_data() {
        parent::validate_data();
        foreach (['count', 'ids'] as $key) {
            if (!isset($this->other[$key])) {
                throw new \coding_exception("The value of other['{$key}'] must be set.");
            }
        }
    }
}
