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
 * The state of this site.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;
use local_campusbridge\local\service\status;

/**
 * Web service function local_campusbridge_get_status.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_status extends external_api {
    /**
     * Parameters: none.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([]);
    }

    /**
     * Says what of this site the service needs and does not find.
     *
     * @return array
     */
    public static function execute(): array {
        global $USER;
        self::validate_parameters(self::execute_parameters(), []);
        $context = \context_system::instance();
        self::validate_context($context);
        require_capability('local/campusbridge:use', $context);
        return status::of((int) $USER->id);
    }

    /**
     * Result.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        $plugin = [
            'installed' => new external_value(PARAM_BOOL, 'Whether it is installed'),
            'version' => new external_value(PARAM_RAW, 'Its version, such as 2026112600, empty when it is not installed'),
            'release' => new external_value(PARAM_RAW, 'Its release, such as 1.0.0'),
        ];
        return new external_single_structure([
            'servertime' => new external_value(PARAM_INT, 'The clock of this server, milliseconds since 1970'),
            'moodle' => new external_single_structure([
                'version' => new external_value(PARAM_RAW, 'Version number'),
                'release' => new external_value(PARAM_RAW, 'Version in words'),
            ]),
            'php' => new external_single_structure([
                'version' => new external_value(PARAM_RAW, 'Version'),
                'maxinputvars' => new external_value(PARAM_INT, 'Variables of a form beyond which PHP cuts it without a word'),
            ]),
            'plugin' => new external_single_structure($plugin),
            'btec' => new external_single_structure($plugin + [
                'scaleid' => new external_value(PARAM_INT, 'The site scale BTEC, 0 when there is none'),
            ], 'The grading method gradingform_btec'),
            'service' => new external_single_structure([
                'enabled' => new external_value(PARAM_BOOL, 'Whether the web service of this plugin is enabled'),
                'authorised' => new external_value(PARAM_BOOL, 'Whether the caller is among its authorised users'),
            ]),
            'missingfunctions' => new external_multiple_structure(new external_value(PARAM_ALPHANUMEXT, 'A function'),
                'What the web service of this plugin should have and has not'),
            'missingcapabilities' => new external_multiple_structure(new external_value(PARAM_CAPABILITY, 'A capability'),
                'What the caller needs at system level and has not'),
            'courseroles' => new external_multiple_structure(new external_single_structure([
                'id' => new external_value(PARAM_INT, 'The role'),
                'shortname' => new external_value(PARAM_ALPHANUMEXT, 'Its short name'),
                'assignable' => new external_value(PARAM_BOOL, 'Whether the caller may assign it'),
            ])),
            'cron' => new external_single_structure([
                'laststart' => new external_value(PARAM_INT, 'When cron last started, seconds since 1970, 0 when never'),
                'secondsago' => new external_value(PARAM_INT, 'How long ago that is, -1 when never'),
            ]),
            'outbox' => new external_single_structure([
                'waiting' => new external_value(PARAM_INT, 'Events that wait to be sent'),
                'dead' => new external_value(PARAM_INT, 'Events that were given up'),
                'oldestwaiting' => new external_value(PARAM_INT, 'When the oldest that waits was made, 0 when none waits'),
                'oldestseconds' => new external_value(PARAM_INT, 'How long it has waited'),
                'unfetched' => new external_value(PARAM_INT, 'Those that wait and were never given out by get_changes'),
            ]),
            'webhook' => new external_single_structure([
                'url' => new external_value(PARAM_RAW, 'The address of the service that is set here, empty when none is'),
                'enabled' => new external_value(PARAM_BOOL, 'Whether events are collected'),
                'blocked' => new external_value(PARAM_BOOL, 'Whether the cURL security settings of this site forbid that address'),
            ]),
        ]);
    }
}
