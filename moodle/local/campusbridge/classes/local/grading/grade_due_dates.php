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
 * Due dates of students in assignments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

/**
 * The date until which a student could hand in, as mod_assign sees it: an override for the student hides those for groups, even one
 * that says nothing of the due date; of several groups the first in the teacher's order counts; an extension comes last.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class grade_due_dates {
    /**
     * Due dates.
     *
     * @param \stdClass[] $rows with assignment, userid, duedate
     * @param \stdClass[] $flags by pair
     * @return array[] by pair: duedate (null when there is none), duedatesource, assignmentduedate, extensionduedate
     */
    public static function of(array $rows, array $flags): array {
        $overrides = self::overrides($rows);
        $dates = [];
        foreach ($rows as $row) {
            $pair = grade_list::pair($row);
            $override = $overrides[$pair] ?? null;
            $extension = (int)($flags[$pair]->extensionduedate ?? 0);
            $source = 'assignment';
            $duedate = (int)$row->duedate;
            if ($override !== null && $override->duedate !== null) {
                $source = $override->userid ? 'useroverride' : 'groupoverride';
                $duedate = (int)$override->duedate;
            }
            if ($extension > 0) {
                $source = 'extension';
                $duedate = $extension;
            }
            $dates[$pair] = [
                'duedate' => $duedate ?: null,
                'duedatesource' => $source,
                'assignmentduedate' => (int)$row->duedate ?: null,
                'extensionduedate' => $extension ?: null,
            ];
        }
        return $dates;
    }

    /**
     * The override that counts for each student.
     *
     * @param \stdClass[] $rows
     * @return \stdClass[] rows of assign_overrides by pair
     */
    private static function overrides(array $rows): array {
        global $DB;
        if ($rows === []) {
            return [];
        }
        [$in, $params] = $DB->get_in_or_equal(array_unique(array_column($rows, 'assignment')));
        // From the last group in the teacher's order to the first, so that the first is written last.
        $all = $DB->get_records_select('assign_overrides', "assignid {$in}", $params, 'sortorder DESC, id DESC');
        $forgroups = array_filter($all, fn(\stdClass $override): bool => $override->groupid !== null);
        $members = self::members(array_column($forgroups, 'groupid'), array_column($rows, 'userid'));
        $effective = [];
        foreach ($forgroups as $override) {
            foreach ($members[$override->groupid] ?? [] as $userid) {
                $effective["{$override->assignid}:{$userid}"] = $override;
            }
        }
        foreach ($all as $override) {
            if ($override->userid !== null) {
                $effective["{$override->assignid}:{$override->userid}"] = $override;
            }
        }
        return $effective;
    }

    /**
     * Which of the students are in which of the groups.
     *
     * @param int[] $groupids
     * @param int[] $userids
     * @return int[][] user ids by group id
     */
    private static function members(array $groupids, array $userids): array {
        global $DB;
        if ($groupids === []) {
            return [];
        }
        [$ingroup, $params] = $DB->get_in_or_equal(array_unique($groupids), SQL_PARAMS_NAMED, 'g');
        [$inuser, $userparams] = $DB->get_in_or_equal(array_unique($userids), SQL_PARAMS_NAMED, 'u');
        $select = "groupid {$ingroup} AND userid {$inuser}";
        $members = [];
        foreach ($DB->get_records_select('groups_members', $select, $params + $userparams) as $member) {
            $members[$member->groupid][] = (int)$member->userid;
        }
        return $members;
    }
}
