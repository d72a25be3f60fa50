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
 * Which sections the dashboard shows.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * The switches of the student dashboard. They are kept together in one value of Moodle's configuration, which is cached:
 * reading them costs no query, and they change together.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class dashboard_config {
    /** What is shown while nobody has said anything. Attendance is recorded nowhere yet. */
    public const DEFAULTS = [
        'show_profile' => true,
        'show_academics' => true,
        'show_finance' => true,
        'show_payments' => true,
        'show_remaining_balance' => true,
        'show_grades' => true,
        'show_attendance' => false,
    ];

    /** Name in Moodle's configuration. */
    private const NAME = 'dashboardconfig';

    /**
     * The switches.
     *
     * @return \stdClass name => bool
     */
    public static function get(): \stdClass {
        return (object) array_merge(self::DEFAULTS, self::stored()['config']);
    }

    /**
     * Sets switches.
     *
     * @param bool[] $config name => bool; those left out stay as they are
     * @param int $asof when they were read, in milliseconds since 1970
     * @return string updated, skipped or stale
     * @throws \moodle_exception when as_of cannot be
     */
    public static function set(array $config, int $asof): string {
        if ($asof < 1000000000000 || $asof > (time() + DAYSECS) * 1000) {
            throw new \moodle_exception(
                'badparameter',
                'local_campusbridge',
                '',
                'as_of: expected milliseconds since 1970, not in the future'
            );
        }
        return record_lock::during(self::NAME, function () use ($config, $asof): string {
            $stored = self::stored();
            if ($asof < $stored['asof']) {
                return 'stale';
            }
            $config = array_merge(self::DEFAULTS, $stored['config'], array_map('boolval', $config));
            set_config(self::NAME, json_encode(['config' => $config, 'asof' => $asof], JSON_THROW_ON_ERROR), 'local_campusbridge');
            return $config === $stored['config'] ? 'skipped' : 'updated';
        });
    }

    /**
     * What is stored.
     *
     * @return array config, asof
     */
    private static function stored(): array {
        $stored = get_config('local_campusbridge', self::NAME);
        return $stored ? json_decode($stored, true, 3, JSON_THROW_ON_ERROR) : ['config' => [], 'asof' => 0];
    }
}
