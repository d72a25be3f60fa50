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
 * Setting: the college's name at the service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\admin;

use local_campusbridge\local\outbox\sender_state;

/**
 * Takes the name of a tenant as the service writes it, or nothing.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class setting_tenant extends \admin_setting_configtext {
    /**
     * Constructor.
     *
     * @param string $name
     */
    public function __construct(string $name) {
        parent::__construct(
            $name,
            new \lang_string('tenant', 'local_campusbridge'),
            new \lang_string('tenant_desc', 'local_campusbridge'),
            '',
            PARAM_RAW_TRIMMED,
            40,
        );
        // What stopped a paused sender may be mended now.
        $this->set_updatedcallback([sender_state::class, 'resume']);
    }

    #[\Override]
    public function validate($data) {
        if ($data === '' || preg_match('/^[a-z0-9][a-z0-9-]{0,39}$/D', $data)) {
            return true;
        }
        return get_string('tenantinvalid', 'local_campusbridge');
    }
}
