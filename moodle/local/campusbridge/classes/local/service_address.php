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
 * The address of the service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use core\ip_utils;

/**
 * Says whether a text can be the base address of the service.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class service_address {
    /**
     * What is wrong with an address.
     *
     * @param string $address without a slash at its end
     * @return string the key of a string of this plugin, '' when nothing is wrong
     */
    public static function problem(string $address): string {
        $parts = parse_url($address);
        if (!is_array($parts) || !in_array($parts['scheme'] ?? '', ['http', 'https'], true) || ($parts['host'] ?? '') === '') {
            return 'addressscheme';
        }
        if (isset($parts['user']) || isset($parts['pass'])) {
            return 'addresspassword';
        }
        if (isset($parts['query']) || isset($parts['fragment']) || preg_match('~/v1(/|$)~', $parts['path'] ?? '')) {
            return 'addressbaseonly';
        }
        $host = trim($parts['host'], '[]');
        if (!ip_utils::is_ip_address($host) && !ip_utils::is_domain_name($host)) {
            return 'addresshost';
        }
        if (!preg_match('~^[A-Za-z0-9:/.%_\-\[\]]+$~D', $address)) {
            return 'addresscharacters';
        }
        return '';
    }

    /**
     * Whether what is sent there could be read on the way.
     *
     * @param string $address
     * @return bool false for https and for this same machine
     */
    public static function is_open(string $address): bool {
        $host = trim((string) parse_url($address, PHP_URL_HOST), '[]');
        $here = $host === 'localhost' || $host === '::1' || str_starts_with($host, '127.');
        return parse_url($address, PHP_URL_SCHEME) === 'http' && !$here;
    }
}
