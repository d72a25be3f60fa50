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
 * Why one item of a batch was not done.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Thrown for an item that cannot be done as it is: names the field and the fix.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class item_refused extends \Exception {
    /**
     * Constructor.
     *
     * @param string $error a stable code, such as 'emailtaken'
     * @param string $field the item's field that is wrong, '' when none alone is
     * @param string $message what is wrong and what would be right, for whoever maintains the service
     */
    public function __construct(
        /** @var string a stable code */
        public readonly string $error,
        /** @var string the item's field */
        public readonly string $field,
        string $message
    ) {
        parent::__construct($message);
    }

    /**
     * The result of an item that failed.
     *
     * @param \Throwable $e
     * @return array
     */
    public static function result_of(\Throwable $e): array {
        if ($e instanceof self) {
            return ['status' => 'refused', 'error' => $e->error, 'field' => $e->field, 'message' => $e->getMessage()];
        }
        $error = $e instanceof \moodle_exception ? $e->errorcode : 'unexpected';
        return ['status' => 'refused', 'error' => $error, 'field' => '', 'message' => $e->getMessage()];
    }
}
