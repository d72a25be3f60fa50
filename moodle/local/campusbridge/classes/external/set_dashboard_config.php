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
 * What the dashboard shows.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_single_structure;
use core_external\external_value;
use local_campusbridge\local\records\dashboard_config;

/**
 * Switches the sections of the student dashboard on and off.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class set_dashboard_config extends external_api {
    /**
     * Parameters.
     *
     * @return external_function_parameters
     */
    public static function execute_parameters(): external_function_parameters {
        $switches = [];
        foreach (array_keys(dashboard_config::DEFAULTS) as $name) {
            $switches[$name] = new external_value(PARAM_BOOL, 'Left out: stays as it is', VALUE_OPTIONAL);
        }
        return new external_function_parameters([
            'config' => new external_single_structure($switches),
            'as_of' => new external_value(PARAM_INT, 'When the switches were read, in milliseconds since 1970'),
        ]);
    }

    /**
     * Does it.
     *
     * @param array $config
     * @param int $asof
     * @return array
     */
    public static function execute(array $config, int $asof): array {
        $params = self::validate_parameters(self::execute_parameters(), ['config' => $config, 'as_of' => $asof]);
        $context = \context_system::instance();
        self::validate_context($context);
        require_capability('local/campusbridge:use', $context);
        return ['status' => dashboard_config::set($params['config'], $params['as_of'])];
    }

    /**
     * What it returns.
     *
     * @return external_single_structure
     */
    public static function execute_returns(): external_single_structure {
        return new external_single_structure([
            'status' => new external_value(PARAM_ALPHA, 'updated, skipped (already so) or stale (older than what is stored)'),
        ]);
    }
}
