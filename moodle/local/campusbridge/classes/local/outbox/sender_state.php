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
 * How sending goes.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\clock;
use core\di;

/**
 * How sending goes, as the status page shows it and the sender remembers it. Times are seconds since 1970, 0 for never.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class sender_state {
    /**
     * Use {@see current()}.
     *
     * @param string $pausedreason
     * @param int $lastattempt
     * @param int $lastsuccess
     * @param int $lastping
     * @param string $lastproblem
     * @param string $lastdetail
     */
    private function __construct(
        /** @var string key of a string of this plugin that says why nothing is sent until a sign of life is taken, '' when it is */
        public readonly string $pausedreason,
        /** @var int when something was sent, whatever became of it */
        public readonly int $lastattempt,
        /** @var int when the service took something */
        public readonly int $lastsuccess,
        /** @var int when the service took a sign of life */
        public readonly int $lastping,
        /** @var string key of a string of this plugin that says why the last attempt failed, '' when it did not */
        public readonly string $lastproblem,
        /** @var string what was said then */
        public readonly string $lastdetail
    ) {
    }

    /**
     * As it is now.
     *
     * @return self
     */
    public static function current(): self {
        $config = get_config('local_campusbridge');
        return new self(
            $config->state_paused_reason ?? '',
            (int) ($config->state_last_attempt ?? 0),
            (int) ($config->state_last_success ?? 0),
            (int) ($config->state_last_ping ?? 0),
            $config->state_last_problem ?? '',
            $config->state_last_detail ?? ''
        );
    }

    /**
     * Whether the last attempt succeeded, or there was none yet.
     *
     * @return bool
     */
    public function is_well(): bool {
        return $this->pausedreason === '' && $this->lastproblem === '';
    }

    /**
     * The service took something.
     */
    public static function succeeded(): void {
        $now = di::get(clock::class)->time();
        self::store(['last_attempt' => $now, 'last_success' => $now, 'last_problem' => '', 'last_detail' => '']);
    }

    /**
     * The service took a sign of life, so what was in the way is out of the way.
     */
    public static function pinged(): void {
        self::succeeded();
        self::store(['last_ping' => di::get(clock::class)->time(), 'paused_reason' => '']);
    }

    /**
     * An attempt failed.
     *
     * @param string $problem key of a string of this plugin
     * @param string $detail what was said
     */
    public static function failed(string $problem, string $detail): void {
        $now = di::get(clock::class)->time();
        self::store(['last_attempt' => $now, 'last_problem' => $problem, 'last_detail' => $detail]);
    }

    /**
     * Nothing is sent until a sign of life is taken, because every row would fail alike.
     *
     * @param string $reason key of a string of this plugin
     */
    public static function pause(string $reason): void {
        self::store(['paused_reason' => $reason]);
    }

    /**
     * Lets the sender try again at once, such as after a setting was changed.
     */
    public static function resume(): void {
        self::store(['paused_reason' => '', 'last_problem' => '', 'last_detail' => '']);
        outbox::try_at_once();
    }

    /**
     * Keeps values. They are no settings: nobody enters them.
     *
     * @param array $values by name
     */
    private static function store(array $values): void {
        foreach ($values as $name => $value) {
            set_config('state_' . $name, $value, 'local_campusbridge');
        }
    }
}
