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
 * A schedule of instalments.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

use local_campusbridge\local\reading\fields;

/**
 * Reads a list of instalments, each number once for each registration.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class instalments {
    /** Most instalments of one student. */
    private const MOST = 200;

    /**
     * Reads the instalments of a student.
     *
     * @param fields $fields the item that has them
     * @return array[]|null column => value of each, by schedule::key(), sorted; null when the item says nothing of them
     */
    public static function of_student(fields $fields): ?array {
        return self::read($fields, fn(fields $one): string => $one->optional_zohoid('registration') ?? '');
    }

    /**
     * Reads the instalments of a registration.
     *
     * @param fields $fields the item that has them
     * @param string $registration
     * @return array[]|null as of_student()
     */
    public static function of_registration(fields $fields, string $registration): ?array {
        return self::read($fields, fn(fields $one): string => $registration);
    }

    /**
     * Reads the list.
     *
     * @param fields $fields
     * @param callable $registration says of which registration an instalment is
     * @return array[]|null
     */
    private static function read(fields $fields, callable $registration): ?array {
        $list = $fields->optional_list('instalments', self::MOST);
        if ($list === null) {
            return null;
        }
        $instalments = [];
        foreach ($list as $one) {
            $row = [
                'registration' => $registration($one),
                'instalmentno' => $one->whole('number', 1, 9999),
                'duedate' => $one->optional_day('due_date'),
                'amount' => $one->amount('amount'),
                'paid' => $one->optional_amount('paid') ?? '0.00',
                'currency' => $one->currency('currency'),
            ];
            $one->only();
            $key = schedule::key((object) $row);
            if (isset($instalments[$key])) {
                $one->refuse('number', 'each number once');
            }
            $instalments[$key] = $row;
        }
        ksort($instalments, SORT_STRING);
        return $instalments;
    }
}
