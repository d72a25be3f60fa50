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
 * Event: an administrator tested the connection.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\event;

/**
 * An administrator sent a signed ping to the service.
 *
 * @property-read array $other {
 *      - bool ok: whether the service accepted it.
 *      - int httpstatus: what it answered, 0 for no answer.
 *      - string problem: the key of a string of this plugin, '' when nothing was wrong.
 * }
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class connection_tested extends \core\event\base {
    #[\Override]
    protected function init() {
        $this->data['crud'] = 'r';
        $this->data['edulevel'] = self::LEVEL_OTHER;
        $this->context = \context_system::instance();
    }

    #[\Override]
    public static function get_name() {
        return get_string('eventconnectiontested', 'local_campusbridge');
    }

    #[\Override]
    public function get_description() {
        $outcome = $this->other['ok']
            ? 'was accepted'
            : "was not accepted (HTTP status {$this->other['httpstatus']}, problem '{$this->other['problem']}')";
        return "The user with id '{$this->userid}' tested the connection to Campusbridge. The signed ping {$outcome}.";
    }

    #[\Override]
    public function get_url() {
        return new \moodle_url('/local/campusbridge/status.php');
    }

    #[\Override]
    protected function validate_data() {
        parent::validate_data();
        foreach (['ok', 'httpstatus', 'problem'] as $key) {
            if (!isset($this->other[$key])) {
                throw new \coding_exception("The value of other['{$key}'] must be set.");
            }
        }
    }
}
