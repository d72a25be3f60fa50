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
 * The fields of one item.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\reading;

use local_campusbridge\local\item_refused;

/**
 * Reads an item field by field. Each reader names the field and what would be right when the value is wrong.
 *
 * A field that is left out and one that is null mean the same. A field nobody asked for is refused by only(), because a misspelt
 * name would otherwise lose its value without a word.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class fields {
    use reads_text;
    use reads_numbers;
    use reads_days;
    use reads_lists;

    /** @var string[] names that were asked for */
    private array $asked = [];

    /**
     * Constructor.
     *
     * @param array $values the item: name => value
     * @param string $path where the item stands in its parent, such as "payments[2].", '' for the item itself
     * @param dialect $dialect in which words it refuses
     */
    public function __construct(
        /** @var array the item */
        private readonly array $values,
        /** @var string where the item stands in its parent */
        private readonly string $path = '',
        /** @var dialect in which words it refuses */
        private readonly dialect $dialect = new record_dialect()
    ) {
    }

    /**
     * Whether the item says anything about a field.
     *
     * @param string $name
     * @return bool
     */
    public function has(string $name): bool {
        return isset($this->values[$name]);
    }

    /**
     * Refuses an item that leaves one of these out.
     *
     * @param string[] $names
     */
    public function need(array $names): void {
        foreach ($names as $name) {
            if (!$this->has($name)) {
                $this->missing($name);
            }
        }
    }

    /**
     * Refuses what there is not.
     *
     * @param string[]|null $names every field that the item may have; null, when all fields are read, for what was asked for
     */
    public function only(?array $names = null): void {
        $names ??= $this->asked;
        foreach (array_keys($this->values) as $name) {
            if (!in_array((string) $name, $names, true)) {
                throw new item_refused('unknownfield', $this->path . $name, $this->dialect->unknown($this->path . $name, $names));
            }
        }
    }

    /**
     * Refuses the item because of one field.
     *
     * @param string $name
     * @param string $expected what would be right
     * @return never
     */
    public function refuse(string $name, string $expected): never {
        throw new item_refused('invalid', $this->path . $name, $this->dialect->expected($this->path . $name, $expected));
    }

    /**
     * Refuses the item because a field is not there.
     *
     * @param string $name
     * @return never
     */
    public function missing(string $name): never {
        throw new item_refused('missing', $this->path . $name, $this->dialect->missing($this->path . $name));
    }

    /**
     * A value as it is.
     *
     * @param string $name
     * @return mixed
     */
    private function value(string $name): mixed {
        $this->asked[] = $name;
        return $this->values[$name] ?? null;
    }
}
