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
 * Courses in which people are enrolled.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

/**
 * Courses that some items are about, with their contexts and manual enrolment instances.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class known_courses {
    /** @var \stdClass[] courses by id */
    private array $courses = [];

    /** @var \stdClass[] manual enrolment instances by course id */
    private array $instances = [];

    /**
     * Loads them.
     *
     * @param string $coursesql
     * @param array $params
     */
    public function load(string $coursesql, array $params): void {
        global $DB;
        $contextcolumns = \context_helper::get_preload_record_columns_sql('ctx');
        $this->courses = $DB->get_records_sql("SELECT c.*, {$contextcolumns}
                                                 FROM {course} c
                                                 JOIN {context} ctx ON ctx.instanceid = c.id AND ctx.contextlevel = :level
                                                WHERE c.id {$coursesql}", ['level' => CONTEXT_COURSE] + $params);
        array_map(\context_helper::preload_from_record(...), $this->courses);

        $this->instances = [];
        $instances = $DB->get_records_select('enrol', "enrol = 'manual' AND courseid {$coursesql}", $params,
            'sortorder DESC, id DESC');
        foreach ($instances as $instance) {
            $this->instances[$instance->courseid] = $instance;
        }
    }

    /**
     * A course.
     *
     * @param int $courseid
     * @return \stdClass|null
     */
    public function get(int $courseid): ?\stdClass {
        return $this->courses[$courseid] ?? null;
    }

    /**
     * The manual enrolment instance of a course.
     *
     * @param int $courseid
     * @return \stdClass|null
     */
    public function instance(int $courseid): ?\stdClass {
        return $this->instances[$courseid] ?? null;
    }

    /**
     * Notes that a course has got an instance.
     *
     * @param \stdClass $instance
     */
    public function add_instance(\stdClass $instance): void {
        $this->instances[$instance->courseid] = $instance;
    }
}
