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
 * Where to send, and with which secrets.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * The service's door for this site, and the secrets that open it, as the settings have them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class endpoint {
    /**
     * Use {@see configured()}.
     *
     * @param string $url
     * @param string[] $secrets
     * @param string $problem
     */
    private function __construct(
        /** @var string the address that takes batches */
        public readonly string $url,
        /** @var string[] the secret, and the next one while secrets are being changed */
        public readonly array $secrets,
        /** @var string key of a string of this plugin that says why nothing can be sent, '' when it can */
        public readonly string $problem
    ) {
    }

    /**
     * As the settings have it.
     *
     * @return self
     */
    public static function configured(): self {
        $config = get_config('local_campusbridge');
        $base = rtrim($config->serviceurl ?? '', '/');
        $tenant = $config->tenant ?? '';
        $url = $base . ($tenant === '' || $tenant === 'default' ? '/v1' : '/v1/t/' . rawurlencode($tenant)) . '/events/moodle';
        try {
            $secrets = array_map([\core\encryption::class, 'decrypt'], [$config->secret ?? '', $config->nextsecret ?? '']);
        } catch (\Throwable $e) {
            return new self($url, [], 'problem_secretunreadable');
        }
        $secrets = array_values(array_filter($secrets, fn(string $secret): bool => $secret !== ''));
        return new self($url, $secrets, $base === '' || $secrets === [] ? 'problem_notconfigured' : '');
    }
}
