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
    'local_campusbridge_upsert_users' => [
        'classname' => 'local_campusbridge\external\upsert_users',
        'description' => 'Creates users and updates what differs, at most 100 in one call.',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use, moodle/user:create, moodle/user:update',
    ],
    'local_campusbridge_set_enrolments' => [
        'classname' => 'local_campusbridge\external\set_enrolments',
        'description' => 'Enrols users and updates their manual enrolments and roles where they differ, at most 100 in one call.',
        'type' => 'write',
        'capabilities' => 'local/campusbridge:use, enrol/manual:enrol, moodle/role:assign',
    ],
    'local_campusbridge_get_enrolments' => [
        'classname' => 'local_campusbridge\external\get_enrolments',
        'description' => 'Reads the enrolments of courses, of users or of pairs of them.',
        'type' => 'read',
        'capabilities' => 'local/campusbridge:use, moodle/course:enrolreview',
    ],

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
    'local_campusbridge_get_status' => [
        'classname' => 'local_campusbridge\external\get_status',
        'description' => 'Says what the service needs of this site and does not find, and how cron and outbox are.',
        'type' => 'read',
        'capabilities' => 'local/campusbridge:use',
    ],
];

// What the service calls of core beside them: an administrator cannot add functions to the service of a plugin.
$corefunctions = [
    'core_cohort_add_cohort_members',
    'core_cohort_create_cohorts',
    'core_cohort_delete_cohort_members',
    'core_cohort_get_cohort_members',
    'core_cohort_get_cohorts',
    'core_cohort_search_cohorts',
    'core_cohort_update_cohorts',
    'core_course_create_categories',
    'core_course_create_courses',
    'core_course_get_categories',
    'core_course_get_contents',
    'core_course_get_course_module',
    'core_course_get_courses',
    'core_course_get_courses_by_field',
    'core_course_update_categories',
    'core_course_update_courses',
    'core_enrol_get_enrolled_users',
    'core_enrol_get_users_courses',
    'core_grading_get_definitions',
    'core_group_add_group_members',
    'core_group_create_groups',
    'core_group_delete_group_members',
    'core_group_get_course_groups',
    'core_user_create_users',
    'core_user_get_users',
    'core_user_get_users_by_field',
    'core_user_update_picture',
    'core_user_update_users',
    'core_webservice_get_site_info',
    'enrol_manual_enrol_users',
    'enrol_manual_unenrol_users',
    'gradereport_user_get_grade_items',
    'mod_assign_get_assignments',
    'mod_assign_get_grades',
    'mod_assign_save_grade',
];

$services = [
    'Campusbridge' => [
        'functions' => array_merge(array_keys($functions), $corefunctions),
        'restrictedusers' => 1,
        'enabled' => 0,
        'shortname' => 'local_campusbridge',
        'requiredcapability' => 'local/campusbridge:use',
        'downloadfiles' => 1,
        'uploadfiles' => 1,
    ],
];
