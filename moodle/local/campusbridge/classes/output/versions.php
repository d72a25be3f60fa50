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
 * The versions on the status page.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use core_plugin_manager;

/**
 * The versions that support asks for.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class versions {
    /**
     * One row per product.
     *
     * @return array[] {name, version}
     */
    public static function rows(): array {
        global $CFG, $DB;
        $rows = [];
        foreach (['local_campusbridge', 'local_student_dashboard', 'gradingform_btec'] as $component) {
            $plugin = core_plugin_manager::instance()->get_plugin_info($component);
            $rows[] = [
                'name' => $component,
                'version' => $plugin === null || $plugin->versiondb === null
                    ? get_string('versionnone', 'local_campusbridge')
                    : trim($plugin->release . ' (' . $plugin->versiondb . ')'),
            ];
        }
        $server = $DB->get_server_info();
        $rows[] = ['name' => 'Moodle', 'version' => $CFG->release];
        $rows[] = ['name' => 'PHP', 'version' => PHP_VERSION];
        $rows[] = ['name' => $DB->get_name(), 'version' => $server['version']];
        return $rows;
    }
}
