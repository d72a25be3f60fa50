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
 * One area of personal data.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\privacy;

use core_privacy\local\metadata\collection;

/**
 * What the plugin keeps about people in one area, such as the outbox or the finance records.
 *
 * Everything the plugin keeps belongs to a person, so the context is always the person's user context, and the provider takes care
 * of it. An area is named in provider::AREAS.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
interface area {
    /**
     * Describes the area's tables and the places outside Moodle that the data goes to.
     *
     * @param collection $collection
     */
    public static function describe(collection $collection): void;

    /**
     * Whether anything is kept about a person.
     *
     * @param int $userid
     * @return bool
     */
    public static function has_data(int $userid): bool;

    /**
     * Writes what is kept about a person through \core_privacy\local\request\writer.
     *
     * @param \context_user $context the person's context
     * @param string[] $subcontext where in the export, to be extended by the area's own name
     */
    public static function export(\context_user $context, array $subcontext): void;

    /**
     * Deletes what is kept about a person.
     *
     * @param int $userid
     */
    public static function delete(int $userid): void;
}
