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
 * Changes of grading definitions.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

use core\clock;
use core\di;

/**
 * Finds BTEC grading definitions that were added, changed or deleted. Moodle fires no event for them, so they are compared with
 * what was seen last.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class definition_watch {
    /** The kind of the table's rows. */
    private const KIND = 'definition';

    /**
     * Writes a row of the outbox for each difference. What is there on the first run is no difference.
     *
     * @return int how many differences there were
     */
    public static function compare(): int {
        $isfirst = !get_config('local_campusbridge', 'state_definitions_watched');
        $changed = self::changed();
        foreach ($changed as $definition) {
            self::note($definition, $isfirst);
        }
        if ($isfirst) {
            set_config('state_definitions_watched', 1, 'local_campusbridge');
            return 0;
        }
        $gone = self::gone();
        foreach ($gone as $watched) {
            self::forget($watched);
        }
        return count($changed) + count($gone);
    }

    /**
     * Definitions that are new or were changed. Their time has seconds only, so one of this very second is left for the next run:
     * it may be changed once more.
     *
     * @return \stdClass[]
     */
    private static function changed(): array {
        global $DB;
        $sql = "SELECT d.id, d.timemodified, d.usermodified, w.id AS watchedid
                  FROM {grading_definitions} d
             LEFT JOIN {" . watched::TABLE . "} w ON w.kind = :kind AND w.itemid = d.id
                 WHERE d.method = :method AND d.timemodified < :now AND (w.id IS NULL OR w.version <> d.timemodified)
              ORDER BY d.id";
        return $DB->get_records_sql($sql, ['kind' => self::KIND, 'method' => 'btec', 'now' => di::get(clock::class)->time()]);
    }

    /**
     * What was seen of definitions that are there no more.
     *
     * @return \stdClass[]
     */
    private static function gone(): array {
        global $DB;
        $sql = "SELECT w.id, w.itemid
                  FROM {" . watched::TABLE . "} w
             LEFT JOIN {grading_definitions} d ON d.id = w.itemid AND d.method = :method
                 WHERE w.kind = :kind AND d.id IS NULL
              ORDER BY w.id";
        return $DB->get_records_sql($sql, ['kind' => self::KIND, 'method' => 'btec']);
    }

    /**
     * Remembers a definition as it is, and tells of it.
     *
     * @param \stdClass $definition
     * @param bool $isfirst
     */
    private static function note(\stdClass $definition, bool $isfirst): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        watched::put(self::KIND, (int) $definition->id, (int) $definition->timemodified, (int) $definition->watchedid);
        if (!$isfirst) {
            outbox::add(
                'template_changed',
                ['definitionid' => (int) $definition->id],
                "template:{$definition->id}",
                (int) $definition->usermodified,
                (int) $definition->timemodified
            );
        }
        $transaction->allow_commit();
    }

    /**
     * Tells that a definition is gone; nobody knows who deleted it.
     *
     * @param \stdClass $watched
     */
    private static function forget(\stdClass $watched): void {
        global $DB;
        $transaction = $DB->start_delegated_transaction();
        $DB->delete_records(watched::TABLE, ['id' => $watched->id]);
        outbox::add('template_deleted', ['definitionid' => (int) $watched->itemid], "template:{$watched->itemid}", 0);
        $transaction->allow_commit();
    }
}
