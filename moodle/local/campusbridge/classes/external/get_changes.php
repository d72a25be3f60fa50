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
 * Web service: what changed.
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
use local_campusbridge\local\outbox\changes;

/**
 * Reads the outbox forward from a number, so that the service misses nothing even when webhooks cannot reach it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class get_changes extends external_api {
    /** The ids that an event may carry. */
    private const IDS = [
        'userid' => 'user',
        'courseid' => 'course',
        'enrolmentid' => 'user_enrolments',
        'roleid' => 'role',
        'contextid' => 'context',
        'cmid' => 'course_modules',
        'assignid' => 'assign',
        'gradeid' => 'assign_grades',
        'gradeitemid' => 'grade_items',
        'submissionid' => 'assign_submission',
        'definitionid' => 'grading_definitions',
    ];

    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'since_seq' => new external_value(PARAM_INT, 'Number of the last event that is known, 0 for none'),
            'limit' => new external_value(PARAM_INT, 'Most events to return, 1 to ' . changes::MOST, VALUE_DEFAULT, changes::MOST),
        ]);
    }

    /**
     * The events after a number.
     *
     * @param int $sinceseq number of the last event that is known
     * @param int $limit most events to return
     * @return array
     */
    public static function execute(int $sinceseq, int $limit = changes::MOST): array {
        ['since_seq' => $sinceseq, 'limit' => $limit] = self::validate_parameters(
            self::execute_parameters(),
            ['since_seq' => $sinceseq, 'limit' => $limit]
        );
        $context = \context_system::instance();
        self::validate_context($context);
        require_capability('local/campusbridge:use', $context);
        return changes::since($sinceseq, $limit);
    }

    /**
     * What is returned.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        $ids = [];
        foreach (self::IDS as $name => $table) {
            $ids[$name] = new external_value(PARAM_INT, "Id in the table {$table}", VALUE_OPTIONAL);
        }
        $ids['idnumber'] = new external_value(PARAM_RAW, 'ID number of what is gone, when the service gave it', VALUE_OPTIONAL);
        $event = new external_single_structure([
            'schema' => new external_value(PARAM_INT, 'Version of the contract'),
            'event_id' => new external_value(PARAM_ALPHANUMEXT, 'UUID of the event, the same as in the webhook'),
            'seq' => new external_value(PARAM_INT, 'Number of the event'),
            'event_type' => new external_value(PARAM_ALPHANUMEXT, 'Type of the event, such as user_updated'),
            'occurred_at' => new external_value(PARAM_INT, 'Seconds since 1970'),
            'actor' => new external_single_structure([
                'id' => new external_value(PARAM_INT, 'Who did it, 0 for nobody'),
                'bridge' => new external_value(PARAM_BOOL, 'Whether that is the service\'s own user'),
            ]),
            'data' => new external_single_structure($ids, 'The ids to look it up'),
        ]);
        return new external_single_structure([
            'events' => new external_multiple_structure($event, 'In the order of their numbers'),
            'highest_seq' => new external_value(PARAM_INT, 'The highest number given so far, 0 before the first'),
        ]);
    }
}
