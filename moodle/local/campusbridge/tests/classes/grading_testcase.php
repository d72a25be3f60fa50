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
 * What the tests of grading share.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\tests;

use core_external\external_api;
use local_campusbridge\local\grading\btec;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/assign/locallib.php');

/**
 * A service user, a course with a teacher and a student, and what is done with them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class grading_testcase extends \advanced_testcase {
    /** A unit of Zoho. */
    protected const UNIT = '5000000000000012345';

    /** When Zoho was read first, in milliseconds. */
    protected const AT = 1700000000000;

    /** @var \stdClass the user of the web service */
    protected \stdClass $service;

    /** @var \stdClass */
    protected \stdClass $course;

    /** @var \stdClass */
    protected \stdClass $teacher;

    /** @var \stdClass */
    protected \stdClass $student;

    /**
     * A site with the BTEC method, and its people.
     */
    protected function setUp(): void {
        parent::setUp();
        if (!btec::is_installed()) {
            $this->markTestSkipped('gradingform_btec is not installed');
        }
        $this->resetAfterTest();
        // Batch functions roll back, which would end the transaction that PHPUnit keeps around a test.
        $this->preventResetByRollback();
        $generator = $this->getDataGenerator();
        $this->service = $generator->create_user(['username' => 'bridge']);
        $roleid = create_role('Bridge', 'bridge', '');
        assign_capability('local/campusbridge:use', CAP_ALLOW, $roleid, \context_system::instance()->id);
        role_assign($roleid, $this->service->id, \context_system::instance()->id);
        $this->course = $generator->create_course();
        $name = ['firstname' => 'Tara', 'lastname' => 'Teach'];
        $this->teacher = $generator->create_and_enrol($this->course, 'editingteacher', $name);
        $this->student = $generator->create_and_enrol($this->course, 'student');
        $this->setUser($this->service);
    }

    /**
     * Calls one of our web services as the service user and cleans its answer as the server does.
     *
     * @param string $function such as set_grading_templates
     * @param mixed ...$args
     * @return array
     */
    protected function call(string $function, mixed ...$args): array {
        $class = "\\local_campusbridge\\external\\{$function}";
        $this->setUser($this->service);
        return external_api::clean_returnvalue($class::execute_returns(), $class::execute(...$args));
    }

    /**
     * An item for set_grading_templates.
     *
     * @param string[] $shortnames
     * @param int $later milliseconds after the first reading
     * @param array $more fields that differ
     * @return array
     */
    protected static function unit(array $shortnames, int $later = 0, array $more = []): array {
        $criteria = array_map(fn(string $name): array => ['shortname' => $name, 'description' => "Do {$name}"], $shortnames);
        return $more + [
            'zohoid' => static::UNIT,
            'as_of' => self::AT + $later,
            'name' => 'Unit 1: Programming',
            'criteria' => $criteria,
        ];
    }

    /**
     * Sends one unit.
     *
     * @param array $item
     * @return array its result
     */
    protected function set(array $item): array {
        return $this->call('set_grading_templates', json_encode([$item]))['results'][0];
    }

    /**
     * Reads the unit.
     *
     * @return array|null
     */
    protected function get(): ?array {
        return $this->call('get_grading_templates', [static::UNIT])['templates'][0] ?? null;
    }

    /**
     * An assignment of the course.
     *
     * @param array $settings
     * @return \assign
     */
    protected function assignment(array $settings = []): \assign {
        $record = $this->getDataGenerator()->create_module('assign', $settings + [
            'course' => $this->course->id,
            'assignfeedback_comments_enabled' => 1,
            'assignsubmission_onlinetext_enabled' => 1,
        ]);
        return $this->reload((int)$record->cmid);
    }

    /**
     * The assignment as it is now.
     *
     * @param int $cmid
     * @return \assign
     */
    protected function reload(int $cmid): \assign {
        [$course, $cm] = get_course_and_cm_from_cmid($cmid, 'assign');
        return new \assign(\context_module::instance($cmid), $cm, $course);
    }

    /**
     * An assignment with the unit's template.
     *
     * @param array $settings
     * @return \assign
     */
    protected function attached(array $settings = []): \assign {
        $cmid = (int)$this->assignment($settings)->get_course_module()->id;
        $this->assertSame('updated', $this->call('attach_grading_template', static::UNIT, $cmid)['status']);
        return $this->reload($cmid);
    }

    /**
     * The teacher marks the student.
     *
     * @param \assign $assign
     * @param array $scores 0 or 1 by short name, or a list of score and remark
     * @param array $more form fields that differ
     * @return int the grade's id
     */
    protected function mark(\assign $assign, array $scores, array $more = []): int {
        global $DB;
        $this->setUser($this->teacher);
        $ids = array_column($this->criteria($assign), 'id', 'shortname');
        $filling = [];
        foreach ($scores as $name => $score) {
            [$met, $remark] = (array)$score + [1 => ''];
            $filling[$ids[$name]] = ['score' => $met, 'remark' => $remark];
        }
        $assign->save_grade($this->student->id, (object)($more + [
            'attemptnumber' => -1,
            'addattempt' => 0,
            'workflowstate' => '',
            'applytoall' => 0,
            'grade' => null,
            'advancedgrading' => ['criteria' => $filling],
            'assignfeedbackcomments_editor' => ['text' => '<p>Well <b>done</b></p>', 'format' => FORMAT_HTML],
        ]));
        $key = ['assignment' => $assign->get_instance()->id, 'userid' => $this->student->id];
        return (int)$DB->get_field('assign_grades', 'MAX(id)', $key);
    }

    /**
     * The criteria of the assignment's form.
     *
     * @param \assign $assign
     * @return \stdClass[]
     */
    protected function criteria(\assign $assign): array {
        global $DB;
        $sql = "SELECT c.*
                  FROM {gradingform_btec_criteria} c
                  JOIN {grading_definitions} d ON d.id = c.definitionid
                  JOIN {grading_areas} a ON a.id = d.areaid
                 WHERE a.contextid = ?
              ORDER BY c.sortorder";
        return $DB->get_records_sql($sql, [$assign->get_context()->id]);
    }
}
