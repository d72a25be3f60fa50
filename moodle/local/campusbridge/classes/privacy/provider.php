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
 * Privacy provider.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\privacy;

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\contextlist;
use core_privacy\local\request\userlist;

/**
 * Answers for all areas of personal data: everything lies in the user context of the person it is about.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class provider implements
    \core_privacy\local\metadata\provider,
    \core_privacy\local\request\core_userlist_provider,
    \core_privacy\local\request\plugin\provider {
    /** @var class-string<area>[] the areas of the plugin */
    private const AREAS = [
        asof_data::class,
        outbox_data::class,
        records_data::class,
    ];

    /**
     * Describes the personal data kept and sent.
     *
     * @param collection $collection
     * @return collection
     */
    public static function get_metadata(collection $collection): collection {
        foreach (self::AREAS as $area) {
            $area::describe($collection);
        }
        return $collection;
    }

    /**
     * The contexts with data about a person.
     *
     * @param int $userid
     * @return contextlist
     */
    public static function get_contexts_for_userid(int $userid): contextlist {
        $contextlist = new contextlist();
        if (self::has_data($userid)) {
            $contextlist->add_user_context($userid);
        }
        return $contextlist;
    }

    /**
     * The people with data in a context.
     *
     * @param userlist $userlist
     */
    public static function get_users_in_context(userlist $userlist): void {
        $context = $userlist->get_context();
        if ($context instanceof \context_user && self::has_data($context->instanceid)) {
            $userlist->add_user($context->instanceid);
        }
    }

    /**
     * Exports the data of a person.
     *
     * @param approved_contextlist $contextlist
     */
    public static function export_user_data(approved_contextlist $contextlist): void {
        foreach (self::own_contexts($contextlist) as $context) {
            foreach (self::AREAS as $area) {
                $area::export($context, [get_string('pluginname', 'local_campusbridge')]);
            }
        }
    }

    /**
     * Deletes the data of the person whose context it is.
     *
     * @param \context $context
     */
    public static function delete_data_for_all_users_in_context(\context $context): void {
        if ($context instanceof \context_user) {
            self::delete($context->instanceid);
        }
    }

    /**
     * Deletes the data of a person.
     *
     * @param approved_contextlist $contextlist
     */
    public static function delete_data_for_user(approved_contextlist $contextlist): void {
        foreach (self::own_contexts($contextlist) as $context) {
            self::delete($context->instanceid);
        }
    }

    /**
     * Deletes the data of several people in a context, which can only be the one whose context it is.
     *
     * @param approved_userlist $userlist
     */
    public static function delete_data_for_users(approved_userlist $userlist): void {
        $context = $userlist->get_context();
        if ($context instanceof \context_user && in_array($context->instanceid, $userlist->get_userids())) {
            self::delete($context->instanceid);
        }
    }

    /**
     * Whether any area keeps something about a person.
     *
     * @param int $userid
     * @return bool
     */
    private static function has_data(int $userid): bool {
        foreach (self::AREAS as $area) {
            if ($area::has_data($userid)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Deletes what all areas keep about a person.
     *
     * @param int $userid
     */
    private static function delete(int $userid): void {
        foreach (self::AREAS as $area) {
            $area::delete($userid);
        }
    }

    /**
     * The person's own context, when it is among those approved.
     *
     * @param approved_contextlist $contextlist
     * @return \context_user[]
     */
    private static function own_contexts(approved_contextlist $contextlist): array {
        $userid = (int) $contextlist->get_user()->id;
        return array_filter(
            $contextlist->get_contexts(),
            fn(\context $context): bool => $context instanceof \context_user && (int) $context->instanceid === $userid
        );
    }
}
