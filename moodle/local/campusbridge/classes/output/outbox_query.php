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
 * What the outbox page is asked for.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use local_campusbridge\local\outbox\outbox;
use local_campusbridge\local\outbox\outbox_filter;

/**
 * The filters of the outbox page as they stand in its address.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox_query {
    /** The event types of the contract with the service. */
    public const TYPES = [
        'user_created', 'user_updated', 'user_deleted',
        'user_enrolment_created', 'user_enrolment_updated', 'user_enrolment_deleted',
        'role_assigned', 'role_unassigned',
        'course_created', 'course_updated', 'course_deleted',
        'course_module_created', 'course_module_updated', 'course_module_deleted',
        'submission_graded', 'workflow_state_updated', 'attempt_reopened', 'user_graded',
        'template_changed', 'template_deleted',
    ];

    /** The choices of the time filter, in seconds. */
    public const PERIODS = ['1h' => HOURSECS, '24h' => DAYSECS, '7d' => WEEKSECS, '30d' => 30 * DAYSECS];

    /** A UUID as the outbox writes it. */
    private const UUID = '/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/D';

    /** What an event can be about, such as user:12 or grade:12:5. */
    private const ENTITY = '/^[a-z][a-z_]*(:[0-9]+)+$/D';

    /**
     * Use {@see of()}.
     *
     * @param string $status
     * @param string $type
     * @param string $about
     * @param string $period
     */
    private function __construct(
        /** @var string one of outbox::STATUSES, or '' */
        public readonly string $status,
        /** @var string one of the event types, or '' */
        public readonly string $type,
        /** @var string an entity, an event's id, or whatever was entered */
        public readonly string $about,
        /** @var string a key of PERIODS, or '' */
        public readonly string $period,
    ) {
    }

    /**
     * Reads the filters. Unknown values of the closed lists count as not given.
     *
     * @param string $status
     * @param string $type
     * @param string $about
     * @param string $period
     * @return self
     */
    public static function of(string $status, string $type, string $about, string $period): self {
        return new self(
            in_array($status, outbox::STATUSES, true) ? $status : '',
            in_array($type, self::TYPES, true) ? $type : '',
            \core_text::strtolower(trim($about)),
            isset(self::PERIODS[$period]) ? $period : '',
        );
    }

    /**
     * The filters of the current request.
     *
     * @return self
     */
    public static function of_request(): self {
        return self::of(
            optional_param('status', '', PARAM_ALPHANUMEXT),
            optional_param('type', '', PARAM_ALPHANUMEXT),
            optional_param('about', '', PARAM_NOTAGS),
            optional_param('period', '', PARAM_ALPHANUMEXT),
        );
    }

    /**
     * Whether "about" is something that can be looked for.
     *
     * @return bool
     */
    public function is_understood(): bool {
        return $this->about === '' || preg_match(self::UUID, $this->about) || preg_match(self::ENTITY, $this->about);
    }

    /**
     * The filters as the outbox takes them.
     *
     * @param int $now seconds since 1970
     * @return outbox_filter
     */
    public function filter(int $now): outbox_filter {
        $isuuid = (bool) preg_match(self::UUID, $this->about);
        return new outbox_filter(
            status: $this->status,
            eventtype: $this->type,
            uuid: $isuuid ? $this->about : '',
            createdfrom: $this->period === '' ? 0 : $now - self::PERIODS[$this->period],
            entity: $isuuid ? '' : $this->about,
        );
    }

    /**
     * The filters as parameters of an address.
     *
     * @return array
     */
    public function params(): array {
        return array_filter(
            ['status' => $this->status, 'type' => $this->type, 'about' => $this->about, 'period' => $this->period],
            fn(string $value): bool => $value !== '',
        );
    }
}
