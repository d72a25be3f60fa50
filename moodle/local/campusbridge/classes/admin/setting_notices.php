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
 * What stands in the way, on top of the settings.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\admin;

use local_campusbridge\check\address;
use local_campusbridge\check\secret;
use local_campusbridge\output\notices;

/**
 * Shows the troubles that these settings can cause.
 *
 * They are looked for only when the page is shown, because a host name is resolved.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class setting_notices extends \admin_setting_heading {
    /**
     * Constructor.
     *
     * @param string $name
     */
    public function __construct(string $name) {
        parent::__construct($name, '', '');
    }

    #[\Override]
    public function output_html($data, $query = '') {
        global $PAGE;
        return $PAGE->get_renderer('local_campusbridge')->render(new notices([new address(), new secret()]));
    }
}
