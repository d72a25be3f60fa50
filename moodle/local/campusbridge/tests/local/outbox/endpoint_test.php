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
 * Tests of the address.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * The settings become an address and secrets, or a problem.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\endpoint
 */
final class endpoint_test extends outbox_testcase {
    /**
     * Tenants and the address that is theirs.
     *
     * @return array[]
     */
    public static function tenants(): array {
        return [
            'none entered' => ['', 'https://bridge.example.com/v1/events/moodle'],
            'the default college' => ['default', 'https://bridge.example.com/v1/events/moodle'],
            'another college' => ['north', 'https://bridge.example.com/v1/t/north/events/moodle'],
        ];
    }

    /**
     * The address is the college's own.
     *
     * @dataProvider tenants
     * @param string $tenant
     * @param string $url
     */
    public function test_address(string $tenant, string $url): void {
        $this->configure();
        set_config('tenant', $tenant, 'local_campusbridge');
        $this->assertSame($url, endpoint::configured()->url);
        set_config('serviceurl', 'https://bridge.example.com/', 'local_campusbridge');
        $this->assertSame($url, endpoint::configured()->url);
    }

    /**
     * Both secrets are offered, the present one first.
     */
    public function test_secrets(): void {
        $this->configure('present', 'next');
        $this->assertSame(['present', 'next'], endpoint::configured()->secrets);
        $this->configure('present');
        $this->assertSame(['present'], endpoint::configured()->secrets);
    }

    /**
     * What is missing or cannot be read is a problem, not an exception.
     */
    public function test_problems(): void {
        $this->assertSame('problem_notconfigured', endpoint::configured()->problem);
        $this->configure();
        $this->assertSame('', endpoint::configured()->problem);
        set_config('secret', 'never encrypted', 'local_campusbridge');
        $this->assertSame('problem_secretunreadable', endpoint::configured()->problem);
        $this->configure('');
        $this->assertSame('problem_notconfigured', endpoint::configured()->problem);
    }
}
