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
 * Tests of the reasons why an address is refused.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * The setting and the entry that refuse an address are found.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\blocked_address
 * @covers     \local_campusbridge\local\curl_rules
 */
final class blocked_address_test extends \advanced_testcase {
    /** What a new site has. */
    private const HOSTS = "127.0.0.0/8\n192.168.0.0/16\n10.0.0.0/8\n172.16.0.0/12\n0.0.0.0\nlocalhost\n169.254.169.254\n0000::1";

    /**
     * Addresses, each with what refuses it.
     *
     * @return array[]
     */
    public static function addresses(): array {
        return [
            'outside' => ['https://203.0.113.7', []],
            'private' => ['https://10.1.2.3', ['host:curlsecurityblockedhosts:10.0.0.0/8']],
            'port' => ['https://203.0.113.7:8443', ['port:curlsecurityallowedport:8443']],
            'both' => [
                'http://192.168.1.2:8001',
                ['host:curlsecurityblockedhosts:192.168.0.0/16', 'port:curlsecurityallowedport:8001'],
            ],
            'IPv6' => ['https://[::1]', ['host:curlsecurityblockedhosts:0000::1']],
            'unknown name' => ['https://bridge.invalid', ['unresolved:curlsecurityblockedhosts:']],
        ];
    }

    /**
     * With the settings of a new site.
     *
     * @dataProvider addresses
     * @param string $url
     * @param string[] $expected
     */
    public function test_reasons(string $url, array $expected): void {
        $this->resetAfterTest();
        set_config('curlsecurityblockedhosts', self::HOSTS);
        set_config('curlsecurityallowedport', "443\n80");
        $reasons = blocked_address::reasons($url);
        $found = array_map(fn(blocked_address $r): string => "{$r->reason}:{$r->setting}:{$r->entry}", $reasons);
        $this->assertSame($expected, $found);
        $this->assertSame((new \core\files\curl_security_helper())->url_is_blocked($url), $reasons !== []);
        foreach ($reasons as $reason) {
            $this->assertStringContainsString($reason->entry, $reason->message());
            $this->assertStringEndsWith('#admin-' . $reason->setting, $reason->fix_url()->out(false));
            $this->assertFalse($reason->is_forced());
        }
    }

    /**
     * Without rules everything is allowed.
     */
    public function test_no_rules(): void {
        $this->resetAfterTest();
        set_config('curlsecurityblockedhosts', '');
        set_config('curlsecurityallowedport', '');
        $this->assertSame([], blocked_address::reasons('http://127.0.0.1:8001'));
    }

    /**
     * What config.php fixes cannot be changed on the page.
     */
    public function test_forced(): void {
        global $CFG;
        $this->resetAfterTest();
        set_config('curlsecurityblockedhosts', self::HOSTS);
        $CFG->config_php_settings['curlsecurityblockedhosts'] = self::HOSTS;
        $this->assertTrue(blocked_address::reasons('https://10.1.2.3')[0]->is_forced());
        unset($CFG->config_php_settings['curlsecurityblockedhosts']);
    }
}
