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
 * Steps from an earlier version.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Brings the tables of an earlier version to what db/install.xml says.
 *
 * @param int $oldversion the version that was installed until now
 * @return bool
 */
function xmldb_local_campusbridge_upgrade(int $oldversion): bool {
    global $DB;
    $dbman = $DB->get_manager();

    if ($oldversion < 2026112601) {
        $table = new xmldb_table('local_campusbridge_outbox');
        $field = new xmldb_field('timefetched', XMLDB_TYPE_INTEGER, '10', null, null, null, null, 'timesent');
        if (!$dbman->field_exists($table, $field)) {
            $dbman->add_field($table, $field);
        }
        upgrade_plugin_savepoint(true, 2026112601, 'local', 'campusbridge');
    }

    if ($oldversion < 2026112602) {
        // Grades of assignments that are overridden in the gradebook, so that it is noticed when they no longer are.
        $DB->execute("INSERT INTO {local_campusbridge_watched} (kind, itemid, version)
                      SELECT 'override', g.id, g.overridden
                        FROM {grade_grades} g
                        JOIN {grade_items} i ON i.id = g.itemid AND i.itemtype = 'mod' AND i.itemmodule = 'assign'
                       WHERE g.overridden > 0
                             AND NOT EXISTS (SELECT 1
                                               FROM {local_campusbridge_watched} w
                                              WHERE w.kind = 'override' AND w.itemid = g.id)");
        upgrade_plugin_savepoint(true, 2026112602, 'local', 'campusbridge');
    }

    return true;
}
