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

namespace local_student_dashboard\external;

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_single_structure;
use core_external\external_value;
use local_student_dashboard\event\dashboard_viewed;
use local_student_dashboard\local\access;
use local_student_dashboard\local\dashboard;
use local_student_dashboard\output\next_card;
use local_student_dashboard\output\next_strip;
use local_student_dashboard\output\section_card;

/**
 * One section of the current user's own dashboard.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class get_section extends external_api {
    /** The name of the card of the next deadline. */
    private const DEADLINE = 'deadline';

    /**
     * What is asked for. There is no user id: the data are those of the caller.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'section' => new external_value(PARAM_ALPHA, implode(', ', self::names())),
        ]);
    }

    /**
     * The section.
     *
     * @param string $section
     * @return array see execute_returns()
     */
    public static function execute(string $section): array {
        global $PAGE, $USER;
        ['section' => $section] = self::validate_parameters(self::execute_parameters(), ['section' => $section]);
        self::validate_context(\context_user::instance($USER->id));
        require_capability('local/student_dashboard:view', \context_system::instance());

        if (!in_array($section, self::names(), true)) {
            throw new \invalid_parameter_exception('section: one of ' . implode(', ', self::names()));
        }
        $access = access::to(0);
        $card = self::card($section, dashboard::of($access));
        $output = $PAGE->get_renderer('core');
        $data = $card->export_for_template($output);
        dashboard_viewed::of($access, 'section')->trigger();
        return [
            'section' => $section,
            'title' => $data['title'],
            'state' => $data['failed'] ? 'failed' : 'shown',
            'html' => $output->render_from_template($card->get_template_name($output), $data),
        ];
    }

    /**
     * What can be asked for: the sections, and the deadline of the strip on top.
     *
     * @return string[]
     */
    private static function names(): array {
        return [...dashboard::section_names(), self::DEADLINE];
    }

    /**
     * The card.
     *
     * @param string $section one of names()
     * @param dashboard $dashboard
     * @return section_card|next_card
     */
    private static function card(string $section, dashboard $dashboard): section_card|next_card {
        if ($section === self::DEADLINE) {
            return next_strip::deadline_card($dashboard);
        }
        if (!$dashboard->shows($section)) {
            throw new \moodle_exception('sectionoff', 'local_student_dashboard');
        }
        return new section_card($dashboard->sections()[$section], $dashboard->access, $dashboard->now);
    }

    /**
     * What is answered.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'section' => new external_value(PARAM_ALPHA, 'The section'),
            'title' => new external_value(PARAM_TEXT, 'Its title in the language of the user'),
            'state' => new external_value(PARAM_ALPHA, 'shown or failed'),
            'html' => new external_value(PARAM_RAW, 'The card as HTML, rendered from a template of this plugin'),
        ]);
    }
}
