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
 * Personal data of the ages of accounts and enrolments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\transform;
use core_privacy\local\request\writer;
use local_campusbridge\local\asof;

/**
 * What is kept beside a person's account and enrolments: the id of their Zoho record, and when it was read.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class asof_data implements area {
    /** The table. */
    private const TABLE = 'local_campusbridge_asof';

    #[\Override]
    public static function describe(collection $collection): void {
        $collection->add_database_table(self::TABLE, [
            'userid' => 'privacy:metadata:asof:userid',
            'itemkey' => 'privacy:metadata:asof:itemkey',
            'asof' => 'privacy:metadata:asof:asof',
        ], 'privacy:metadata:asof');
    }

    #[\Override]
    public static function has_data(int $userid): bool {
        global $DB;
        return $DB->record_exists(self::TABLE, ['userid' => $userid]);
    }

    #[\Override]
    public static function export(\context_user $context, array $subcontext): void {
        global $DB;
        $rows = $DB->get_records(self::TABLE, ['userid' => $context->instanceid], 'id');
        if (!$rows) {
            return;
        }
        $ages = array_map(fn(\stdClass $row): array => [
            'kind' => $row->kind,
            'key' => $row->itemkey,
            'read' => transform::datetime(intdiv((int) $row->asof, 1000)),
        ], array_values($rows));
        writer::with_context($context)->export_data(
            [...$subcontext, get_string('privacy:asof', 'local_campusbridge')],
            (object) ['ages' => $ages]
        );
    }

    #[\Override]
    public static function delete(int $userid): void {
        asof::forget([$userid]);
    }
}
