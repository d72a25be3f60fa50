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

namespace local_student_dashboard\local;

use local_student_dashboard\local\section\{attendance, finance, grades, payments, profile, registrations, section};

/**
 * The dashboard of one student: the sections that the college shows and the current user may see.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class dashboard {
    /** The sections in the order of the page. */
    private const SECTIONS = [
        'profile' => profile::class,
        'registrations' => registrations::class,
        'finance' => finance::class,
        'payments' => payments::class,
        'grades' => grades::class,
        'attendance' => attendance::class,
    ];

    /** @var calendar_day today, at the college */
    public readonly calendar_day $today;

    /**
     * A dashboard; nothing is read yet.
     *
     * @param access $access
     * @param record $record
     * @param int $now seconds since 1970
     */
    public function __construct(
        /** @var access what the current user may see */
        public readonly access $access,
        /** @var record what the college knows */
        public readonly record $record,
        /** @var int seconds since 1970 */
        public readonly int $now,
    ) {
        $this->today = calendar_day::today($now, \core_date::get_server_timezone_object());
    }

    /**
     * The dashboard of a student, out of Moodle's own tables.
     *
     * @param access $access
     * @return self
     */
    public static function of(access $access): self {
        $now = \core\di::get(\core\clock::class)->time();
        return new self($access, new bridge_record((int) $access->user->id), $now);
    }

    /**
     * The names of all sections there are.
     *
     * @return string[]
     */
    public static function section_names(): array {
        return array_keys(self::SECTIONS);
    }

    /**
     * The sections that are switched on and may be seen.
     *
     * @return section[] by name, in the order of the page
     */
    public function sections(): array {
        $sections = [];
        foreach (self::SECTIONS as $name => $class) {
            if ($this->shows($name)) {
                $sections[$name] = new $class($this);
            }
        }
        return $sections;
    }

    /**
     * Whether a section is switched on and may be seen.
     *
     * @param string $name
     * @return bool
     */
    public function shows(string $name): bool {
        $class = self::SECTIONS[$name] ?? null;
        return $class !== null && $this->switched_on($class::FLAG) && $this->access->allows($class::KIND);
    }

    /**
     * Whether the college has switched something on. What the configuration does not name is off.
     *
     * @param string $flag such as show_remaining_balance
     * @return bool
     */
    public function switched_on(string $flag): bool {
        return !empty($this->record->config()->$flag);
    }
}
