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

namespace local_campusbridge\local;

/**
 * Reads the fields of one item of a batch, and refuses what is missing, of a wrong type or not a field at all, by the field's name.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class item_fields {
    /**
     * Constructor.
     *
     * @param array $item as decoded from JSON
     * @param string[] $names every field that an item may have
     * @throws item_refused for a field that does not exist
     */
    public function __construct(
        /** @var array as decoded from JSON */
        private readonly array $item,
        array $names
    ) {
        foreach (array_keys($item) as $name) {
            if (!in_array($name, $names, true)) {
                $known = implode(', ', $names);
                throw new item_refused('unknownfield', (string) $name, "{$name}: there is no such field; fields are {$known}");
            }
        }
    }

    /**
     * Whether the item says anything about a field. Null is the same as leaving it out.
     *
     * @param string $name
     * @return bool
     */
    public function has(string $name): bool {
        return isset($this->item[$name]);
    }

    /**
     * A text, without space around it, in the characters that Moodle lets through as they are.
     *
     * @param string $name
     * @param int $max most characters
     * @param string $type a PARAM_ constant; what its cleaning would change is refused
     * @return string|null null when left out
     */
    public function text(string $name, int $max, string $type = PARAM_TEXT): ?string {
        if (!$this->has($name)) {
            return null;
        }
        $value = $this->item[$name];
        if (!is_string($value)) {
            throw self::invalid($name, 'must be a text');
        }
        $value = trim($value);
        if (\core_text::strlen($value) > $max) {
            throw new item_refused('toolong', $name, "{$name}: at most {$max} characters");
        }
        if ($value !== clean_param($value, $type)) {
            throw self::invalid($name, 'has characters that Moodle does not take here');
        }
        return $value;
    }

    /**
     * A whole number.
     *
     * @param string $name
     * @param int $min
     * @return int|null null when left out
     */
    public function integer(string $name, int $min): ?int {
        if (!$this->has($name)) {
            return null;
        }
        if (!is_int($this->item[$name]) || $this->item[$name] < $min) {
            throw self::invalid($name, "must be a whole number, {$min} or more");
        }
        return $this->item[$name];
    }

    /**
     * A yes or no.
     *
     * @param string $name
     * @return bool|null null when left out
     */
    public function boolean(string $name): ?bool {
        if (!$this->has($name)) {
            return null;
        }
        if (!is_bool($this->item[$name])) {
            throw self::invalid($name, 'must be true or false');
        }
        return $this->item[$name];
    }

    /**
     * One of some words.
     *
     * @param string $name
     * @param string[] $words
     * @return string|null null when left out
     */
    public function word(string $name, array $words): ?string {
        if (!$this->has($name)) {
            return null;
        }
        if (!in_array($this->item[$name], $words, true)) {
            throw self::invalid($name, 'must be one of ' . implode(', ', $words));
        }
        return $this->item[$name];
    }

    /**
     * The id of a Zoho record.
     *
     * @param string $name
     * @return string
     */
    public function zohoid(string $name = 'zohoid'): string {
        $this->require_fields([$name]);
        if (!is_string($this->item[$name]) || !preg_match('/^[0-9]{15,20}$/D', $this->item[$name])) {
            throw self::invalid($name, 'must be the id of a Zoho record, a text of 15 to 20 digits');
        }
        return $this->item[$name];
    }

    /**
     * When Zoho was read.
     *
     * @return int milliseconds since 1970
     */
    public function asof(): int {
        $this->require_fields(['as_of']);
        $asof = $this->integer('as_of', 0);
        // Seconds by mistake would be a day in 1970, and everything after that were stale or not by chance.
        if ($asof < 1000000000000 || $asof > 9999999999999) {
            throw self::invalid('as_of', 'must be in milliseconds since 1970');
        }
        return $asof;
    }

    /**
     * Refuses an item that leaves one of these out.
     *
     * @param string[] $names
     */
    public function require_fields(array $names): void {
        foreach ($names as $name) {
            if (!$this->has($name)) {
                throw new item_refused('missing', $name, "{$name}: must be given");
            }
        }
    }

    /**
     * What to throw for a value that is not one.
     *
     * @param string $name
     * @param string $problem
     * @return item_refused
     */
    private static function invalid(string $name, string $problem): item_refused {
        return new item_refused('invalid', $name, "{$name}: {$problem}");
    }
}
