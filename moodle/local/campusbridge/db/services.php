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
 * Web services: functions, and the service that carries them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$functions = [
    // Changes (outbox).

    // People and enrolments.

    // Student records.

    // Grading.
    'local_campusbridge_attach_grading_template' => [
        'classname' => \local_campusbridge\external\attach_grading_template::class,
        'description' => 'Grade an assignment with a copy of a unit\'s BTEC template.',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_delete_grading_templates' => [
        'classname' => \local_campusbridge\external\delete_grading_templates::class,
        'description' => 'Delete the shared BTEC grading templates of units; copies in assignments stay.',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_get_grades' => [
        'classname' => \local_campusbridge\external\get_grades::class,
        'description' => 'Assignment grades with criteria, attempt, workflow state, feedback and due dates, by assign_grades ids.',
        'type' => 'read',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_get_grading_templates' => [
        'classname' => \local_campusbridge\external\get_grading_templates::class,
        'description' => 'The shared BTEC grading templates of units, and their copies in assignments.',
        'type' => 'read',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_set_grading_templates' => [
        'classname' => \local_campusbridge\external\set_grading_templates::class,
        'description' => 'Create or change in place the shared BTEC grading templates of units.',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],

    // Status.

];

$services = [
    'Campusbridge' => [
        'functions' => array_keys($functions),
        'restrictedusers' => 1,
        'enabled' => 0,
        'shortname' => 'local_campusbridge',
        'requiredcapability' => 'local/campusbridge:use',
        'downloadfiles' => 1,
        'uploadfiles' => 1,
    ],
];
