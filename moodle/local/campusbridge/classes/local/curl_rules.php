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
 * Moodle's own rules about outgoing addresses, asked one rule at a time.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use core\files\curl_security_helper;

/**
 * Asks core's helper about chosen rules instead of all configured ones, to find out which of them refuses an address.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class curl_rules extends curl_security_helper {
    /** @var string[] the blocked hosts that the next question is about */
    private array $hosts = [];

    /** @var string[] the allowed ports that the next question is about */
    private array $ports = [];

    /** @var array[] the addresses of host names asked for so far: one question to the resolver is enough */
    private array $resolved = [];

    /**
     * Whether these rules alone refuse the address.
     *
     * @param string $url
     * @param string[] $hosts entries of curlsecurityblockedhosts
     * @param string[] $ports entries of curlsecurityallowedport
     * @return bool
     */
    public function refuse(string $url, array $hosts, array $ports): bool {
        $this->hosts = $hosts;
        $this->ports = $ports;
        return $this->url_is_blocked($url);
    }

    /**
     * The configured entries of curlsecurityblockedhosts.
     *
     * @return string[]
     */
    public function configured_hosts(): array {
        return array_values(parent::get_blocked_hosts());
    }

    /**
     * The configured entries of curlsecurityallowedport.
     *
     * @return string[]
     */
    public function configured_ports(): array {
        return array_values(parent::get_allowed_ports());
    }

    /**
     * Whether the resolver knows the host name.
     *
     * @param string $host
     * @return bool
     */
    public function resolves(string $host): bool {
        return $this->get_host_list_by_name($host) !== [];
    }

    #[\Override]
    protected function get_host_list_by_name($host) {
        return $this->resolved[$host] ??= parent::get_host_list_by_name($host);
    }

    #[\Override]
    protected function get_blocked_hosts() {
        return $this->hosts;
    }

    #[\Override]
    protected function get_allowed_ports() {
        return $this->ports;
    }
}
