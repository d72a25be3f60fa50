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
 * One item that can be stored.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\reading\fields;

/**
 * What the items of all functions of student records have in common. An item was checked field by field when it was made.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class item {
    /** @var string which record of the other side it is */
    public readonly string $zohoid;

    /** @var int when the other side was read, in milliseconds since 1970 */
    public readonly int $asof;

    /** @var int|null whose it is; null when the item says nothing of a user */
    public readonly ?int $userid;

    /** @var string|null the fingerprint, once it is made */
    private ?string $hash = null;

    /**
     * Reads what all items have.
     *
     * @param fields $fields
     * @param bool $isofuser whether it says whose it is
     */
    protected function __construct(fields $fields, bool $isofuser) {
        $this->zohoid = $fields->zohoid('zohoid');
        $this->asof = $fields->asof();
        $this->userid = $isofuser ? $fields->moodleid('userid') : null;
    }

    /**
     * What is stored, without the hash and as_of.
     *
     * @return array column => value
     */
    abstract public function columns(): array;

    /**
     * Users who must exist, besides the one whose it is.
     *
     * @return int[] field => user id
     */
    public function users(): array {
        return $this->userid === null ? [] : ['userid' => $this->userid];
    }

    /**
     * Courses that must exist.
     *
     * @return int[] field => course id
     */
    public function courses(): array {
        return [];
    }

    /**
     * A fingerprint of all it says, but for as_of: two items with the same one say the same.
     *
     * @return string SHA-256
     */
    public function hash(): string {
        return $this->hash ??= hash('sha256', json_encode($this->content(), JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE));
    }

    /**
     * All it says, in one order.
     *
     * @return array
     */
    protected function content(): array {
        return $this->columns();
    }
}
