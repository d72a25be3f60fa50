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
 * Administrators' pages and settings.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

use local_campusbridge\admin;
use local_campusbridge\local\outbox\retention;

// Managers without moodle/site:config have no category of local plugins.
$ADMIN->add(
    $hassiteconfig ? 'localplugins' : 'root',
    new admin_category('local_campusbridge_category', new lang_string('pluginname', 'local_campusbridge')),
);
$ADMIN->add('local_campusbridge_category', new admin_externalpage(
    'local_campusbridge_status',
    new lang_string('statuspage', 'local_campusbridge'),
    new moodle_url('/local/campusbridge/status.php'),
    'local/campusbridge:manage',
));
$ADMIN->add('local_campusbridge_category', new admin_externalpage(
    'local_campusbridge_outbox',
    new lang_string('outboxpage', 'local_campusbridge'),
    new moodle_url('/local/campusbridge/outbox.php'),
    'local/campusbridge:manage',
));
$ADMIN->add('local_campusbridge_category', new admin_externalpage(
    'local_campusbridge_copies',
    new lang_string('copiespage', 'local_campusbridge'),
    new moodle_url('/local/campusbridge/copies.php'),
    'local/campusbridge:manage',
));

if ($hassiteconfig) {
    $settings = new admin_settingpage('local_campusbridge', new lang_string('settings', 'local_campusbridge'));
    if ($ADMIN->fulltree) {
        $settings->add(new admin\setting_notices('local_campusbridge/notices'));

        $settings->add(new admin_setting_heading(
            'local_campusbridge/service',
            new lang_string('serviceheading', 'local_campusbridge'),
            new lang_string(
                'serviceheading_desc',
                'local_campusbridge',
                (new moodle_url('/local/campusbridge/status.php', [], 'connection'))->out(),
            ),
        ));
        $settings->add(new admin\setting_address('local_campusbridge/serviceurl'));
        $settings->add(new admin\setting_tenant('local_campusbridge/tenant'));
        $settings->add(new admin\setting_secret('local_campusbridge/secret'));
        $settings->add(new admin\setting_secret('local_campusbridge/nextsecret'));
        $settings->add(new admin\setting_service_user('local_campusbridge/serviceuserid'));

        $settings->add(new admin_setting_heading(
            'local_campusbridge/outbox',
            new lang_string('outboxpage', 'local_campusbridge'),
            new lang_string('outboxheading_desc', 'local_campusbridge'),
        ));
        $settings->add(new admin_setting_configcheckbox(
            'local_campusbridge/outboxenabled',
            new lang_string('outboxenabled', 'local_campusbridge'),
            new lang_string('outboxenabled_desc', 'local_campusbridge'),
            1,
        ));
        $settings->add(new admin_setting_configselect(
            'local_campusbridge/keepdays',
            new lang_string('keepdays', 'local_campusbridge'),
            new lang_string('keepdays_desc', 'local_campusbridge'),
            retention::KEEP_DAYS,
            array_map(fn(int $days): string => get_string('numdays', '', $days), array_combine(
                [7, 14, 30, 60, 90, 180, 365],
                [7, 14, 30, 60, 90, 180, 365],
            )),
        ));
    }
    $ADMIN->add('local_campusbridge_category', $settings);
    $settings = null;
}
