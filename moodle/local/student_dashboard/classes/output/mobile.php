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

namespace local_student_dashboard\output;

use local_student_dashboard\event\dashboard_viewed;
use local_student_dashboard\local\access;
use local_student_dashboard\local\dashboard;
use local_student_dashboard\local\failure;
use local_student_dashboard\local\section\section;

/**
 * The page in the Moodle app.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class mobile {
    /**
     * The current user's own dashboard.
     *
     * @param array $args what the app sends; nothing of it is used, the data are those of the user
     * @return array templates, javascript, otherdata, as the app expects them
     */
    public static function dashboard(array $args): array {
        global $PAGE;
        $access = access::to(0);
        $dashboard = dashboard::of($access);
        $output = $PAGE->get_renderer('core');
        $data = [
            'next' => (new next_strip($dashboard, false))->export_for_template($output),
            'sections' => array_map(
                fn(section $section): array => self::section($section, $access, $output),
                array_values($dashboard->sections())
            ),
        ];
        dashboard_viewed::of($access, 'app')->trigger();
        return [
            'templates' => [[
                'id' => 'main',
                'html' => $output->render_from_template('local_student_dashboard/mobileapp/dashboard', $data),
            ]],
            'javascript' => '',
            'otherdata' => '',
        ];
    }

    /**
     * What the app's template needs of a section; its data stand under its name.
     *
     * @param section $section
     * @param access $access
     * @param \renderer_base $output
     * @return array
     */
    private static function section(section $section, access $access, \renderer_base $output): array {
        $name = $section->name();
        $card = ['title' => get_string("section_{$name}", 'local_student_dashboard'), 'failed' => false];
        try {
            $data = $section->data($output);
            return $card + ($data === null
                ? ['empty' => get_string("empty_{$name}", 'local_student_dashboard')]
                : [$name => $data]);
        } catch (\Throwable $e) {
            failure::note($name, (int) $access->user->id, $e);
            return ['failed' => true] + $card;
        }
    }
}
