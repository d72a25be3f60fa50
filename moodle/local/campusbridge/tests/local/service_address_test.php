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
 * Tests of the service's address.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * An address is taken or refused with the reason that helps.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\service_address
 */
final class service_address_test extends \advanced_testcase {
    /**
     * Addresses, each with the key of what is wrong.
     *
     * @return array[]
     */
    public static function addresses(): array {
        return [
            'usual' => ['https://bridge.example.org', ''],
            'with a port' => ['https://bridge.example.org:8443', ''],
            'under a path' => ['https://www.example.org/campus-bridge', ''],
            'name of a container' => ['http://bridge:8001', ''],
            'IPv4' => ['http://127.0.0.1:8001', ''],
            'IPv6' => ['http://[::1]:8001', ''],
            'no scheme' => ['bridge.example.org', 'addressscheme'],
            'another scheme' => ['ftp://bridge.example.org', 'addressscheme'],
            'script' => ['javascript:alert(1)', 'addressscheme'],
            'no host' => ['https:///events', 'addressscheme'],
            'a password' => ['https://user:password@bridge.example.org', 'addresspassword'],
            'the door itself' => ['https://bridge.example.org/v1/events/moodle', 'addressbaseonly'],
            'the version' => ['https://bridge.example.org/v1', 'addressbaseonly'],
            'a question' => ['https://bridge.example.org/?tenant=a', 'addressbaseonly'],
            'a place' => ['https://bridge.example.org/#top', 'addressbaseonly'],
            'no host name' => ['https://bridge_example.org', 'addresshost'],
            'a space in the host' => ['https://bridge example.org', 'addresshost'],
            'markup' => ['https://bridge.example.org/<b>', 'addresscharacters'],
        ];
    }

    /**
     * The problem is named, and has words.
     *
     * @dataProvider addresses
     * @param string $address
     * @param string $problem
     */
    public function test_problem(string $address, string $problem): void {
        $this->assertSame($problem, service_address::problem($address));
        if ($problem !== '') {
            $this->assertTrue(get_string_manager()->string_exists($problem, 'local_campusbridge'));
        }
    }

    /**
     * Only what leaves the machine without encryption is open.
     */
    public function test_is_open(): void {
        $this->assertTrue(service_address::is_open('http://bridge.example.org'));
        $this->assertFalse(service_address::is_open('https://bridge.example.org'));
        $this->assertFalse(service_address::is_open('http://127.0.0.1:8001'));
        $this->assertFalse(service_address::is_open('http://localhost:8001'));
        $this->assertFalse(service_address::is_open('http://[::1]:8001'));
    }
}
