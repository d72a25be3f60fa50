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
 * An item about a unit's template.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\item_refused;
use local_campusbridge\local\reading\fields;

/**
 * What a call asks a unit's template to be.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class template_item {
    /**
     * Constructor.
     *
     * @param string $zohoid the unit's record id in Zoho
     * @param int $asof when Zoho was read, in milliseconds
     * @param bool $force remove criteria also when submissions were marked on them
     * @param unit_form $form
     */
    private function __construct(
        /** @var string the unit's record id in Zoho */
        public readonly string $zohoid,
        /** @var int when Zoho was read, in milliseconds */
        public readonly int $asof,
        /** @var bool remove criteria that submissions were marked on */
        public readonly bool $force,
        /** @var unit_form */
        public readonly unit_form $form
    ) {
    }

    /**
     * Reads an item.
     *
     * @param array $values zohoid, as_of, name, description, criteria, force; description and force may be absent
     * @return self
     * @throws item_refused naming the field
     */
    public static function read(array $values): self {
        $fields = new fields($values);
        $item = new self(
            $fields->zohoid('zohoid'),
            $fields->asof(),
            $fields->optional_flag('force') ?? false,
            unit_form::from_fields($fields)
        );
        $fields->only();
        return $item;
    }
}
