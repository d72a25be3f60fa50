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
    'local_campusbridge_get_changes' => [
        'classname' => 'local_campusbridge\external\get_changes',
        'description' => 'Returns what changed in Moodle after a given number, in the order of the numbers.',
        // It numbers what has no number yet.
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],

    // People and enrolments.

    // Student records.
    'local_campusbridge_add_payment' => [
        'classname' => \local_campusbridge\external\add_payment::class,
        'description' => 'Adds payments of students, or changes them',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_delete_payment' => [
        'classname' => \local_campusbridge\external\delete_payment::class,
        'description' => 'Voids payments',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_delete_registrations' => [
        'classname' => \local_campusbridge\external\delete_registrations::class,
        'description' => 'Takes registrations from sight',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_get_finance' => [
        'classname' => \local_campusbridge\external\get_finance::class,
        'description' => 'Reads fees, instalments and payments',
        'type' => 'read',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_set_classes' => [
        'classname' => \local_campusbridge\external\set_classes::class,
        'description' => 'Brings classes into step',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_set_dashboard_config' => [
        'classname' => \local_campusbridge\external\set_dashboard_config::class,
        'description' => 'Switches sections of the student dashboard',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_set_finance' => [
        'classname' => \local_campusbridge\external\set_finance::class,
        'description' => 'Brings fees, instalments and payments into step',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_set_grades' => [
        'classname' => \local_campusbridge\external\set_grades::class,
        'description' => 'Brings results of units into step',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_set_profiles' => [
        'classname' => \local_campusbridge\external\set_profiles::class,
        'description' => 'Brings profiles of students into step',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],
    'local_campusbridge_set_registrations' => [
        'classname' => \local_campusbridge\external\set_registrations::class,
        'description' => 'Brings registrations into step',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use',
    ],

    // Grading.

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
