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
 * Tests of folding.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use local_campusbridge\tests\outbox_testcase;

/**
 * Several rows about one thing become the newest of them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\local\outbox\folding
 */
final class folding_test extends outbox_testcase {
    /**
     * Rows of one entity, oldest first, and what becomes of them.
     *
     * @return array[]
     */
    public static function histories(): array {
        return [
            'one alone' => [['user_updated'], ['waiting']],
            'several changes' => [['user_created', 'user_updated', 'user_updated'], ['folded', 'folded', 'waiting']],
            'deleted at last' => [['user_created', 'user_deleted'], ['folded', 'waiting']],
            'deleted in between' => [
                ['user_updated', 'user_deleted', 'user_created', 'user_updated'],
                ['folded', 'waiting', 'folded', 'waiting'],
            ],
            'a role taken away and given again' => [
                ['role_assigned', 'role_unassigned', 'role_assigned'],
                ['folded', 'waiting', 'waiting'],
            ],
        ];
    }

    /**
     * Older rows fold, deletions stay.
     *
     * @dataProvider histories
     * @param string[] $eventtypes
     * @param string[] $statuses
     */
    public function test_fold(array $eventtypes, array $statuses): void {
        foreach ($eventtypes as $eventtype) {
            $this->add(7, $eventtype);
        }
        numbering::number();
        folding::fold();
        $this->assertSame($statuses, $this->statuses());
        $this->assertSame(0, folding::fold());
    }

    /**
     * Different things have nothing to do with each other, and what is sent, dead or not numbered stays as it is.
     */
    public function test_what_does_not_fold(): void {
        $this->add(1);
        $this->add(2);
        outbox::update([$this->add(3)], ['status' => outbox::SENT]);
        outbox::update([$this->add(3)], ['status' => outbox::DEAD]);
        $this->add(3);
        numbering::number();
        $this->add(1);
        $this->assertSame(0, folding::fold());
        $this->assertSame(['waiting', 'waiting', 'sent', 'dead', 'waiting', 'waiting'], $this->statuses());
    }

    /**
     * What a person did is told even when the service's own user wrote the same thing afterwards.
     */
    public function test_a_person_does_not_fold_into_the_bridge(): void {
        set_config('serviceuserid', 42, 'local_campusbridge');
        foreach ([42, 2, 42, 2, 42] as $actorid) {
            outbox::add('user_updated', ['userid' => 1], 'user:1', $actorid);
        }
        numbering::number();
        $this->assertSame(3, folding::fold());
        $this->assertSame(['folded', 'folded', 'folded', 'waiting', 'waiting'], $this->statuses());
    }
}
