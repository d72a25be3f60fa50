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
 * Check: what the service's user may do.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\check;

use core\check\result;
use local_campusbridge\local\named_check;
use local_campusbridge\local\service\needs;
use local_campusbridge\local\service_user;

/**
 * Does the web service have all functions, and the service's user all capabilities?
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class permissions extends named_check {
    #[\Override]
    public function get_result(): result {
        $account = service_user::account();
        if ($account === null || $account->deleted) {
            return new result(result::NA, get_string('permissionsunknown', 'local_campusbridge'));
        }
        $functions = needs::missing_functions();
        $capabilities = needs::missing_capabilities($account->id);
        if ($functions === [] && $capabilities === []) {
            return new result(result::OK, get_string('permissionsok', 'local_campusbridge'));
        }
        return new result(
            result::ERROR,
            get_string('permissionsmissing', 'local_campusbridge', (object) [
                'functions' => count($functions),
                'capabilities' => count($capabilities),
            ]),
            get_string('permissions_fix', 'local_campusbridge')
                . \html_writer::alist(array_map(
                    fn(string $name): string => \html_writer::tag('bdi', s($name)),
                    [...$functions, ...$capabilities],
                )),
        );
    }

    #[\Override]
    public function get_action_link(): ?\action_link {
        return new \action_link(new \moodle_url('/admin/roles/manage.php'), get_string('defineroles', 'role'));
    }
}
