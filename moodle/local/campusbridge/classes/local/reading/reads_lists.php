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
 * Lists of an item.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\reading;

/**
 * The readers of lists of objects. Each object is read like an item, and knows where it stands in its parent.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
trait reads_lists {
    /**
     * A list of objects.
     *
     * @param string $name
     * @param int $most
     * @return fields[]
     */
    public function list(string $name, int $most): array {
        return $this->optional_list($name, $most) ?? $this->missing($name);
    }

    /**
     * A list of objects, or null when it is left out.
     *
     * @param string $name
     * @param int $most
     * @return fields[]|null
     */
    public function optional_list(string $name, int $most): ?array {
        $values = $this->value($name);
        if ($values === null) {
            return null;
        }
        if (!is_array($values) || !array_is_list($values) || count($values) > $most) {
            $this->refuse($name, "a list of at most {$most} objects");
        }
        $list = [];
        foreach ($values as $index => $value) {
            if (!is_array($value) || array_is_list($value)) {
                $this->refuse("{$name}[{$index}]", 'an object');
            }
            $list[] = new fields($value, "{$this->path}{$name}[{$index}].", $this->dialect);
        }
        return $list;
    }
}
