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

namespace local_student_dashboard\local\section;

use local_student_dashboard\local\dashboard;

/**
 * One section of the dashboard: what it is called, who may see it, and what it says.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class section {
    /** The switch in the college's configuration. */
    public const FLAG = '';

    /** What somebody else needs to see it: '', 'finance' or 'grades'; see access::allows(). */
    public const KIND = '';

    /**
     * A section; nothing is read yet.
     *
     * @param dashboard $dashboard
     */
    final public function __construct(
        /** @var dashboard the dashboard it is part of */
        protected readonly dashboard $dashboard,
    ) {
    }

    /**
     * Its name, which is that of its strings and of its template: letters only.
     *
     * @return string
     */
    final public function name(): string {
        return (new \ReflectionClass($this))->getShortName();
    }

    /**
     * What its template needs. Called once per page.
     *
     * @param \renderer_base $output
     * @return array|null null when there is nothing to say
     * @throws \Throwable whatever the record throws
     */
    abstract public function data(\renderer_base $output): ?array;

    /**
     * When the college's record was read for what the section says.
     *
     * @return int|null seconds since 1970; null when that is not known
     */
    public function as_of(): ?int {
        return null;
    }

    /**
     * The oldest reading among rows, in seconds.
     *
     * @param array $rows each with asof in milliseconds, or null instead of a row
     * @return int|null null without any reading
     */
    final protected static function oldest(array $rows): ?int {
        $readings = array_filter(array_map(fn(?\stdClass $row): int => (int) ($row->asof ?? 0), $rows));
        return $readings === [] ? null : intdiv(min($readings), 1000);
    }
}
