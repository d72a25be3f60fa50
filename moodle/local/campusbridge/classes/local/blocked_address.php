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
 * Why Moodle refuses to call an address.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

use core\ip_utils;
use moodle_url;

/**
 * One reason why Moodle's HTTP security refuses an address, with the setting and the entry that a person has to change.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class blocked_address {
    /** An entry of curlsecurityblockedhosts covers the host. */
    public const HOST = 'host';

    /** The port is missing in curlsecurityallowedport. */
    public const PORT = 'port';

    /** The host's name has no address; Moodle refuses what it cannot compare with its list. */
    public const UNRESOLVED = 'unresolved';

    /**
     * Use {@see reasons()}.
     *
     * @param string $reason one of the constants
     * @param string $setting curlsecurityblockedhosts or curlsecurityallowedport
     * @param string $entry the entry to remove, or the port to add; empty when the name is the trouble
     * @param string $host the host of the address
     */
    private function __construct(
        /** @var string one of the constants */
        public readonly string $reason,
        /** @var string the setting to change */
        public readonly string $setting,
        /** @var string the entry to remove, or the port to add */
        public readonly string $entry,
        /** @var string the host of the address */
        public readonly string $host,
    ) {
    }

    /**
     * All reasons why the address is refused.
     *
     * @param string $url
     * @return self[] empty when Moodle may call it
     */
    public static function reasons(string $url): array {
        $rules = new curl_rules();
        $hosts = $rules->configured_hosts();
        $ports = $rules->configured_ports();
        if (!$rules->refuse($url, $hosts, $ports)) {
            return [];
        }
        $host = trim((string) parse_url($url, PHP_URL_HOST), '[]');
        $reasons = [];
        foreach (self::entries_against($rules, $url, $host, $hosts) as $entry) {
            $reasons[] = new self(self::HOST, 'curlsecurityblockedhosts', $entry, $host);
        }
        if ($reasons === [] && $hosts !== [] && $rules->refuse($url, $hosts, [])) {
            $reasons[] = new self(self::UNRESOLVED, 'curlsecurityblockedhosts', '', $host);
        }
        if ($ports !== [] && $rules->refuse($url, [], $ports)) {
            $reasons[] = new self(self::PORT, 'curlsecurityallowedport', (string) self::port($url), $host);
        }
        return $reasons;
    }

    /**
     * What is wrong and what to do, as plain text.
     *
     * @return string
     */
    public function message(): string {
        return get_string('blocked' . $this->reason, 'local_campusbridge', (object) [
            'entry' => $this->entry,
            'host' => $this->host,
            'setting' => get_string($this->setting, 'admin'),
        ]);
    }

    /**
     * Whether the setting is fixed in config.php, where the page cannot change it.
     *
     * @return bool
     */
    public function is_forced(): bool {
        global $CFG;
        return array_key_exists($this->setting, $CFG->config_php_settings ?? []);
    }

    /**
     * The page and place of the setting.
     *
     * @return moodle_url
     */
    public function fix_url(): moodle_url {
        return new moodle_url('/admin/settings.php', ['section' => 'httpsecurity'], 'admin-' . $this->setting);
    }

    /**
     * The entries that refuse the host, each asked alone.
     *
     * @param curl_rules $rules
     * @param string $url
     * @param string $host
     * @param string[] $hosts
     * @return string[]
     */
    private static function entries_against(curl_rules $rules, string $url, string $host, array $hosts): array {
        if (!ip_utils::is_ip_address($host) && !$rules->resolves($host)) {
            // Without an address only entries that are names can be compared.
            $hosts = array_filter($hosts, [ip_utils::class, 'is_domain_name']);
        }
        return array_values(array_filter($hosts, fn(string $entry): bool => $rules->refuse($url, [$entry], [])));
    }

    /**
     * The port of an address, its scheme's own one included.
     *
     * @param string $url
     * @return int
     */
    private static function port(string $url): int {
        return parse_url($url, PHP_URL_PORT) ?: (parse_url($url, PHP_URL_SCHEME) === 'http' ? 80 : 443);
    }
}
