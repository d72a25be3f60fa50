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
 * Tests of the switches of the dashboard.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * The switches of the dashboard.
 *
 * @covers \local_campusbridge\local\records\dashboard_config
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class dashboard_config_test extends \advanced_testcase {
    /** When the switches were read first. */
    private const T0 = 1760000000000;

    /**
     * Nobody has said anything.
     */
    public function test_everything_but_attendance_is_shown_at_first(): void {
        $this->resetAfterTest();
        $config = (array) dashboard_config::get();
        $this->assertSame(dashboard_config::DEFAULTS, $config);
        $this->assertSame(['show_attendance'], array_keys($config, false, true));
    }

    /**
     * Switches change, those left out stay, older ones are stale.
     */
    public function test_switches_change(): void {
        $this->resetAfterTest();
        $this->assertSame('updated', dashboard_config::set(['show_finance' => false], self::T0));
        $this->assertSame('skipped', dashboard_config::set(['show_finance' => false], self::T0 + 1));
        $this->assertSame('stale', dashboard_config::set(['show_finance' => true], self::T0));
        $this->assertSame('updated', dashboard_config::set(['show_grades' => false], self::T0 + 2));
        $this->assertSame(
            ['show_finance', 'show_grades', 'show_attendance'],
            array_keys((array) dashboard_config::get(), false, true)
        );
    }

    /**
     * Seconds are refused.
     */
    public function test_seconds_are_refused(): void {
        $this->expectException(\moodle_exception::class);
        $this->expectExceptionMessage('as_of: expected milliseconds');
        dashboard_config::set(['show_finance' => false], 1760000000);
    }

    /**
     * Reading costs no query.
     */
    public function test_reading_costs_no_query(): void {
        global $DB;
        $this->resetAfterTest();
        dashboard_config::set(['show_finance' => false], self::T0);
        dashboard_config::get();
        $reads = $DB->perf_get_reads();
        dashboard_config::get();
        $this->assertSame(0, $DB->perf_get_reads() - $reads);
    }
}
