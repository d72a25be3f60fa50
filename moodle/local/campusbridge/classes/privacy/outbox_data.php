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
 * Personal data of the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\transform;
use core_privacy\local\request\writer;
use local_campusbridge\local\outbox\numbering;
use local_campusbridge\local\outbox\outbox;

/**
 * What the outbox keeps about a person: that something happened to them or was done by them, never what; and where it is sent.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class outbox_data implements area {
    #[\Override]
    public static function describe(collection $collection): void {
        $collection->add_database_table('local_campusbridge_outbox', [
            'userid' => 'privacy:metadata:outbox:userid',
            'actorid' => 'privacy:metadata:outbox:actorid',
            'eventtype' => 'privacy:metadata:outbox:eventtype',
            'data' => 'privacy:metadata:outbox:data',
            'timecreated' => 'privacy:metadata:outbox:timecreated',
        ], 'privacy:metadata:outbox');
        $collection->add_external_location_link('campusbridge_service', [
            'userid' => 'privacy:metadata:service:userid',
            'actorid' => 'privacy:metadata:service:actorid',
            'eventtype' => 'privacy:metadata:service:eventtype',
            'data' => 'privacy:metadata:service:data',
            'record' => 'privacy:metadata:service:record',
        ], 'privacy:metadata:service');
    }

    #[\Override]
    public static function has_data(int $userid): bool {
        global $DB;
        return $DB->record_exists_select(outbox::TABLE, 'userid = :userid OR actorid = :actorid', self::both($userid));
    }

    #[\Override]
    public static function export(\context_user $context, array $subcontext): void {
        global $DB;
        $userid = (int) $context->instanceid;
        $rows = $DB->get_records_select(outbox::TABLE, 'userid = :userid OR actorid = :actorid', self::both($userid), 'id');
        if (!$rows) {
            return;
        }
        $events = array_map(fn(\stdClass $row): array => [
            'event' => $row->eventtype,
            'about' => transform::yesno((int) $row->userid === $userid),
            'done_by' => transform::yesno((int) $row->actorid === $userid),
            // A row done by the person may be about somebody else, whose ids are not theirs to have.
            'data' => (int) $row->userid === $userid ? $row->data : '',
            'status' => $row->status,
            'time' => transform::datetime($row->timecreated),
        ], array_values($rows));
        writer::with_context($context)->export_data(
            [...$subcontext, get_string('privacy:outbox', 'local_campusbridge')],
            (object) ['events' => $events]
        );
    }

    /**
     * Deletes the rows about a person and their name as the one who did something. A deletion that the service was not told of yet
     * stays until it is sent, because otherwise the service would keep the person for ever; the clean-up takes it afterwards.
     *
     * @param int $userid
     */
    #[\Override]
    public static function delete(int $userid): void {
        global $DB;
        numbering::remember_highest();
        $DB->delete_records_select(
            outbox::TABLE,
            'userid = :userid AND NOT (status = :waiting AND eventtype = :deleted)',
            ['userid' => $userid, 'waiting' => outbox::WAITING, 'deleted' => 'user_deleted']
        );
        $DB->set_field(outbox::TABLE, 'actorid', 0, ['actorid' => $userid]);
    }

    /**
     * Parameters of a condition on both columns.
     *
     * @param int $userid
     * @return int[]
     */
    private static function both(int $userid): array {
        return ['userid' => $userid, 'actorid' => $userid];
    }
}
