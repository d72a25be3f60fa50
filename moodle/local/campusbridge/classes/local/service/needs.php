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
 * What the service needs of this site.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\service;

/**
 * What the service needs of this site, and what of it is missing.
 *
 * The functions stand in db/services.php, the capabilities and roles in the role preset: nothing is listed twice.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class needs {
    /** Shortname of the web service. */
    public const SERVICE = 'local_campusbridge';

    /**
     * The web service functions, ours and core's.
     *
     * @return string[]
     */
    public static function functions(): array {
        $services = [];
        require(__DIR__ . '/../../../db/services.php');
        return array_column($services, null, 'shortname')[self::SERVICE]['functions'];
    }

    /**
     * The role of the service's account.
     *
     * @return array as core_role_preset::parse_preset() gives it
     */
    public static function role(): array {
        return \core_role_preset::parse_preset(file_get_contents(__DIR__ . '/../../../presets/campusbridge_service.xml'));
    }

    /**
     * The capabilities, all at system level.
     *
     * @return string[]
     */
    public static function capabilities(): array {
        return array_keys(self::role()['permissions']);
    }

    /**
     * The functions that the service's web service lacks: unknown to this Moodle, or not (yet) part of the web service.
     *
     * @return string[]
     */
    public static function missing_functions(): array {
        global $DB;
        $present = $DB->get_fieldset_sql("SELECT sf.functionname
                                            FROM {external_services_functions} sf
                                            JOIN {external_services} s ON s.id = sf.externalserviceid
                                            JOIN {external_functions} f ON f.name = sf.functionname
                                           WHERE s.shortname = :shortname", ['shortname' => self::SERVICE]);
        return array_values(array_diff(self::functions(), $present));
    }

    /**
     * The capabilities that a user lacks.
     *
     * @param int $userid
     * @return string[]
     */
    public static function missing_capabilities(int $userid): array {
        $context = \context_system::instance();
        return array_values(array_filter(self::capabilities(),
            fn(string $capability): bool => !get_capability_info($capability) || !has_capability($capability, $context, $userid)));
    }

    /**
     * The roles that the service gives in courses.
     *
     * @param int $userid who is to give them
     * @return array[] each {id, shortname, assignable}
     */
    public static function course_roles(int $userid): array {
        global $DB;
        [$insql, $params] = $DB->get_in_or_equal(self::role()['allowassign']);
        $roles = $DB->get_records_select_menu('role', "id {$insql}", $params, 'shortname', 'id, shortname');
        [$insql, $params] = $DB->get_in_or_equal(array_keys($roles), SQL_PARAMS_NAMED);
        $allowed = $DB->get_fieldset_sql("SELECT DISTINCT raa.allowassign
                                            FROM {role_allow_assign} raa
                                            JOIN {role_assignments} ra ON ra.roleid = raa.roleid
                                            JOIN {role_context_levels} rcl ON rcl.roleid = raa.allowassign
                                                 AND rcl.contextlevel = :level
                                           WHERE ra.userid = :userid AND ra.contextid = :contextid AND raa.allowassign {$insql}",
            $params + ['level' => CONTEXT_COURSE, 'userid' => $userid, 'contextid' => SYSCONTEXTID]);
        $may = has_capability('moodle/role:assign', \context_system::instance(), $userid);
        return array_map(fn(int $id): array => [
            'id' => $id,
            'shortname' => $roles[$id],
            'assignable' => $may && (is_siteadmin($userid) || in_array($id, $allowed)),
        ], array_keys($roles));
    }
}
