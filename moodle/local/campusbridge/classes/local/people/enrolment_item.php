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
 * One enrolment, as the service sends it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\item_refused;
use local_campusbridge\local\reading\fields;

/**
 * One item of local_campusbridge_set_enrolments: a manual enrolment as it should be, whole, because core resets what is left out.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class enrolment_item {
    /** Every field; all of them must be given. */
    private const FIELDS = ['userid', 'courseid', 'roleid', 'status', 'timestart', 'timeend', 'as_of'];

    /** What core calls the words for whether somebody may enter. */
    private const STATUSES = ['active' => ENROL_USER_ACTIVE, 'suspended' => ENROL_USER_SUSPENDED];

    /**
     * Constructor.
     *
     * @param int $userid
     * @param int $courseid
     * @param int $roleid
     * @param int $status ENROL_USER_ACTIVE or ENROL_USER_SUSPENDED
     * @param int $timestart seconds since 1970, 0 for no start
     * @param int $timeend seconds since 1970, 0 for no end
     * @param int $asof milliseconds since 1970
     */
    private function __construct(
        /** @var int the user */
        public readonly int $userid,
        /** @var int the course */
        public readonly int $courseid,
        /** @var int the role in the course */
        public readonly int $roleid,
        /** @var int ENROL_USER_ACTIVE or ENROL_USER_SUSPENDED */
        public readonly int $status,
        /** @var int seconds since 1970, 0 for no start */
        public readonly int $timestart,
        /** @var int seconds since 1970, 0 for no end */
        public readonly int $timeend,
        /** @var int milliseconds since 1970 */
        public readonly int $asof
    ) {
    }

    /**
     * Reads an item.
     *
     * @param array $item
     * @return self
     * @throws item_refused
     */
    public static function read(array $item): self {
        $fields = new fields($item, '', new people_dialect());
        $fields->only(self::FIELDS);
        $fields->need(self::FIELDS);
        $read = new self(
            userid: $fields->moodleid('userid'),
            courseid: $fields->moodleid('courseid'),
            roleid: $fields->moodleid('roleid'),
            status: self::STATUSES[$fields->optional_word('status', array_keys(self::STATUSES))],
            timestart: $fields->whole('timestart', 0),
            timeend: $fields->whole('timeend', 0),
            asof: $fields->asof(),
        );
        if ($read->courseid == SITEID) {
            throw new item_refused('frontpage', 'courseid', 'courseid: nobody is enrolled in the front page');
        }
        if ($read->timeend !== 0 && $read->timeend <= $read->timestart) {
            throw new item_refused('invalid', 'timeend', 'timeend: must be after timestart, or 0 for no end');
        }
        return $read;
    }

    /**
     * What is brought into step.
     *
     * @return string
     */
    public function key(): string {
        return "{$this->userid}:{$this->courseid}";
    }
}
