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
 * Tests of signatures.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * Signatures are those that the service accepts.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @group      pure
 * @covers     \local_campusbridge\local\outbox\signer
 * @group      pure
 */
final class signer_test extends \basic_testcase {
    /**
     * The vectors that the service is tested with too.
     *
     * @return array[]
     */
    public static function vectors(): array {
        $samples = json_decode(file_get_contents(__DIR__ . '/../../fixtures/webhook-vectors.json'), true, 16, JSON_THROW_ON_ERROR);
        $cases = [];
        foreach ($samples['vectors'] as $vector) {
            $header = $vector['headers']['X-Moodle-Signature'] ?? '';
            if ($vector['system'] === 'moodle' && preg_match('/^t=(\d+),/', $header, $time)) {
                $cases[$vector['name']] = [$vector['secret'], (int) $time[1], $vector['body'], $header];
            }
        }
        return $cases;
    }

    /**
     * A body is signed as in the sample.
     *
     * @dataProvider vectors
     * @param string $secret
     * @param int $time
     * @param string $body
     * @param string $expected
     */
    public function test_signs_as_the_samples(string $secret, int $time, string $body, string $expected): void {
        $this->assertSame($expected, signer::sign($secret, $time, $body));
    }

    /**
     * Another secret, time or body gives another signature.
     */
    public function test_signature_depends_on_everything(): void {
        $signatures = [
            signer::sign('one', 1760000000, '{}'),
            signer::sign('two', 1760000000, '{}'),
            signer::sign('one', 1760000001, '{}'),
            signer::sign('one', 1760000000, '{ }'),
        ];
        $this->assertCount(4, array_unique(array_map(fn(string $signature): string => strrchr($signature, '='), $signatures)));
    }
}
