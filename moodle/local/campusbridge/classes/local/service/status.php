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
 * The state of this site, for the service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\service;

use local_campusbridge\local\outbox\fetching;

/**
 * Collects what local_campusbridge_get_status answers.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class status {
    /**
     * The state of this site as the service needs it.
     *
     * @param int $userid the account that asks
     * @return array
     */
    public static function of(int $userid): array {
        global $CFG;
        return [
            'servertime' => (int) floor(microtime(true) * 1000),
            'moodle' => ['version' => (string) $CFG->version, 'release' => $CFG->release],
            'php' => ['version' => PHP_VERSION, 'maxinputvars' => (int) ini_get('max_input_vars')],
            'plugin' => self::plugin('local_campusbridge'),
            'btec' => self::plugin('gradingform_btec') + ['scaleid' => self::btec_scale()],
            'service' => self::service($userid),
            'missingfunctions' => needs::missing_functions(),
            'missingcapabilities' => needs::missing_capabilities($userid),
            'courseroles' => needs::course_roles($userid),
            'cron' => self::cron(),
            'outbox' => self::outbox(),
            'webhook' => self::webhook(),
        ];
    }

    /**
     * The installed version of a plugin.
     *
     * @param string $component
     * @return array
     */
    private static function plugin(string $component): array {
        $plugin = \core_plugin_manager::instance()->get_plugin_info($component);
        $installed = (string) get_config($component, 'version');
        return [
            'installed' => $plugin !== null && $installed !== '',
            'version' => $installed,
            'release' => (string) ($plugin?->release ?? ''),
        ];
    }

    /**
     * The site's BTEC scale, whose id differs from site to site.
     *
     * @return int 0 when there is none
     */
    private static function btec_scale(): int {
        global $DB;
        return (int) $DB->get_field_select('scale', 'MIN(id)', "name = 'BTEC' AND courseid = 0");
    }

    /**
     * The web service of this plugin.
     *
     * @param int $userid
     * @return array
     */
    private static function service(int $userid): array {
        global $DB;
        $service = $DB->get_record('external_services', ['shortname' => needs::SERVICE]);
        return [
            'enabled' => $service && $service->enabled,
            'authorised' => $service && (!$service->restrictedusers || $DB->record_exists('external_services_users',
                ['externalserviceid' => $service->id, 'userid' => $userid])),
        ];
    }

    /**
     * When cron last started. Without cron nothing is sent and no password mailed.
     *
     * @return array
     */
    private static function cron(): array {
        $laststart = (int) get_config('tool_task', 'lastcronstart');
        return ['laststart' => $laststart, 'secondsago' => $laststart === 0 ? -1 : max(0, time() - $laststart)];
    }

    /**
     * How much the outbox holds back, and for how long.
     *
     * @return array
     */
    private static function outbox(): array {
        global $DB;
        $counts = $DB->get_records_sql("SELECT status, COUNT(1) AS number, MIN(timecreated) AS oldest
                                          FROM {local_campusbridge_outbox}
                                         WHERE status IN ('waiting', 'dead')
                                      GROUP BY status");
        $oldest = (int) ($counts['waiting']->oldest ?? 0);
        return [
            'waiting' => (int) ($counts['waiting']->number ?? 0),
            'dead' => (int) ($counts['dead']->number ?? 0),
            'oldestwaiting' => $oldest,
            'oldestseconds' => $oldest === 0 ? 0 : max(0, time() - $oldest),
            'unfetched' => fetching::ahead()->count,
        ];
    }

    /**
     * Whether events are sent, and whether Moodle's own cURL security would let them through.
     *
     * @return array
     */
    private static function webhook(): array {
        $url = (string) get_config('local_campusbridge', 'serviceurl');
        return [
            'url' => $url,
            'enabled' => (bool) get_config('local_campusbridge', 'outboxenabled'),
            'blocked' => $url !== '' && (new \core\files\curl_security_helper())->url_is_blocked($url),
        ];
    }
}
