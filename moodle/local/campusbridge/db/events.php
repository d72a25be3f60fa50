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
 * Moodle's events that the service wants to know of.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

// All internal, which is the default: they run inside the transaction of the change, so that the row is there exactly when the
// change is.
$observers = array_map(fn(string $event): array => [
    'eventname' => $event,
    'callback' => '\local_campusbridge\local\outbox\observer::observe',
    'internal' => true,
], [
    '\core\event\user_created',
    '\core\event\user_updated',
    '\core\event\user_deleted',
    '\core\event\user_enrolment_created',
    '\core\event\user_enrolment_updated',
    '\core\event\user_enrolment_deleted',
    '\core\event\role_assigned',
    '\core\event\role_unassigned',
    '\core\event\course_created',
    '\core\event\course_updated',
    '\core\event\course_deleted',
    '\core\event\course_module_created',
    '\core\event\course_module_updated',
    '\core\event\course_module_deleted',
    '\core\event\user_graded',
    '\mod_assign\event\submission_graded',
    '\mod_assign\event\workflow_state_updated',
]);

$observers[] = [
    'eventname' => '\core\event\user_deleted',
    'callback' => '\local_campusbridge\local\gone\observer::user_deleted',
    'internal' => true,
];
