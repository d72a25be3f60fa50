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
 * Sending with Moodle's own HTTP client.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\files\curl_security_helper;

/**
 * Sends with core's \curl, so that the site's proxy and its HTTP security settings apply.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class curl_transport implements transport {
    /** Most seconds for making a connection. */
    private const CONNECT_SECONDS = 5;

    #[\Override]
    public function post(string $url, string $body, array $headers, int $timeout): reply {
        global $CFG;
        require_once($CFG->libdir . '/filelib.php');
        $security = new curl_security_helper();
        if ($security->url_is_blocked($url)) {
            return new reply(0, '', 'problem_urlblocked');
        }
        $curl = new \curl();
        $curl->setHeader(['Content-Type: application/json', ...$headers]);
        $answer = $curl->post($url, $body, [
            'CURLOPT_CONNECTTIMEOUT' => min($timeout, self::CONNECT_SECONDS),
            'CURLOPT_TIMEOUT' => $timeout,
            // Following would turn the POST into a GET.
            'CURLOPT_FOLLOWLOCATION' => 0,
        ]);
        $status = (int) ($curl->get_info()['http_code'] ?? 0);
        if ($status !== 0 && !$curl->get_errno()) {
            return new reply($status, (string) $answer);
        }
        // A plugin's security helper may block too; core then returns its words in place of an answer.
        if (!$curl->get_errno() && $answer === $security->get_blocked_url_string()) {
            return new reply(0, '', 'problem_urlblocked');
        }
        return new reply(0, '', self::problem_of($curl->get_errno()), (string) $curl->error);
    }

    /**
     * Why there was no answer.
     *
     * @param int $errno curl's
     * @return string key of a string of this plugin
     */
    private static function problem_of(int $errno): string {
        return match ($errno) {
            CURLE_OPERATION_TIMEDOUT => 'problem_timeout',
            CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT, CURLE_SSL_PEER_CERTIFICATE, CURLE_SSL_CERTPROBLEM => 'problem_certificate',
            default => 'problem_unreachable',
        };
    }
}
