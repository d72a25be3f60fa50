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
 * Creating and updating users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\batch;
use local_campusbridge\local\item_refused;

/**
 * Brings accounts into step with the items of local_campusbridge_upsert_users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class user_upsert {
    /** @var known_users what stands */
    private readonly known_users $known;

    /** @var user_decision whom an item is about */
    private readonly user_decision $decision;

    /** @var user_writer what is written */
    private readonly user_writer $writer;

    /**
     * Use {@see run()}.
     */
    private function __construct() {
        $this->known = new known_users();
        $this->decision = new user_decision($this->known);
        $this->writer = new user_writer($this->known, $this->decision);
    }

    /**
     * Creates and updates users.
     *
     * @param array[] $items as decoded from JSON
     * @return array[] results, see batch::run()
     */
    public static function run(array $items): array {
        global $CFG;
        require_once($CFG->dirroot . '/user/lib.php');
        $upsert = new self();
        $seen = [];
        return batch::run($items, $upsert->apply(...), function (array $item) use (&$seen): user_item {
            $read = user_item::read($item);
            if (isset($seen[$read->zohoid])) {
                throw new item_refused('twice', 'zohoid', 'zohoid: an earlier item of this call is about the same record');
            }
            $seen[$read->zohoid] = true;
            return $read;
        }, $upsert->known->load(...));
    }

    /**
     * Applies one item.
     *
     * @param user_item $item
     * @return array
     */
    private function apply(user_item $item): array {
        $user = $this->decision->user_of($item);
        if ($this->known->is_stale($item)) {
            return ['status' => 'stale'] + ($user === null ? [] : ['userid' => (int) $user->id]);
        }
        return $user === null ? $this->writer->create($item) : $this->writer->update($item, $user);
    }
}
