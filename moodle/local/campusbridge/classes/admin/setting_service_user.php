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
 * Setting: the user that the service calls Moodle as.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\admin;

/**
 * Offers the users that may call the web services of this plugin.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class setting_service_user extends \admin_setting_configselect {
    /**
     * Constructor.
     *
     * @param string $name
     */
    public function __construct(string $name) {
        parent::__construct(
            $name,
            new \lang_string('serviceuserid', 'local_campusbridge'),
            new \lang_string('serviceuserid_desc', 'local_campusbridge'),
            0,
            null,
        );
    }

    #[\Override]
    public function load_choices() {
        global $CFG, $DB;
        if (is_array($this->choices)) {
            return true;
        }
        $this->choices = [0 => get_string('choosedots')];
        if (during_initial_install()) {
            return true;
        }
        $fields = 'u.id, u.username, ' . implode(', ', array_map(
            fn(string $field): string => 'u.' . $field,
            \core_user\fields::get_name_fields(),
        ));
        $system = \context_system::instance();
        $users = get_users_by_capability($system, 'local/campusbridge:use', $fields, 'u.username', 0, 100);
        // Whoever is chosen stays in the list, so that saving the page does not change it without a word.
        $chosen = (int) $this->get_setting();
        if ($chosen > 0 && !isset($users[$chosen])) {
            $user = $DB->get_record('user', ['id' => $chosen, 'mnethostid' => $CFG->mnet_localhost_id, 'deleted' => 0]);
            $users += $user ? [$chosen => $user] : [];
        }
        foreach ($users as $user) {
            $this->choices[$user->id] = fullname($user) . ' (' . $user->username . ')';
        }
        return true;
    }
}
