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
 * Texts, ids and words of an item.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\reading;

use local_campusbridge\local\item_refused;

/**
 * The readers of an item's texts, of words out of a list, and of the other side's ids, which are text because a JSON number of so
 * many digits is rounded on its way.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
trait reads_text {
    /**
     * An id of the other side.
     *
     * @param string $name
     * @return string 15 to 20 digits
     */
    public function zohoid(string $name): string {
        return $this->optional_zohoid($name) ?? $this->missing($name);
    }

    /**
     * An id of the other side, or null.
     *
     * @param string $name
     * @return string|null
     */
    public function optional_zohoid(string $name): ?string {
        $value = $this->value($name);
        if ($value !== null && (!is_string($value) || !preg_match('/^\d{15,20}$/D', $value))) {
            $this->refuse($name, $this->dialect->zohoid());
        }
        return $value;
    }

    /**
     * One line of text; '' when it is left out.
     *
     * @param string $name
     * @param int $length the most characters
     * @return string
     */
    public function line(string $name, int $length): string {
        return $this->characters($name, $length, '/[\x00-\x1F\x7F]/', "one line of at most {$length} characters");
    }

    /**
     * Text of several lines; '' when it is left out.
     *
     * @param string $name
     * @param int $length the most characters
     * @return string
     */
    public function lines(string $name, int $length): string {
        return $this->characters($name, $length, '/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/', "text of at most {$length} characters");
    }

    /**
     * A text without space around it, in the characters that Moodle lets through as they are, or null.
     *
     * @param string $name
     * @param int $length the most characters
     * @param string $type a PARAM_ constant; what its cleaning would change is refused
     * @return string|null
     */
    public function optional_clean_text(string $name, int $length, string $type): ?string {
        $value = $this->value($name);
        if ($value === null) {
            return null;
        }
        if (!is_string($value)) {
            $this->refuse($name, 'a text');
        }
        $value = trim($value);
        if (\core_text::strlen($value) > $length) {
            throw new item_refused('toolong', $this->path . $name, "{$this->path}{$name}: at most {$length} characters");
        }
        if ($value !== clean_param($value, $type)) {
            $problem = "{$this->path}{$name}: has characters that Moodle does not take here";
            throw new item_refused('invalid', $this->path . $name, $problem);
        }
        return $value;
    }

    /**
     * One of a few words; '' when it is left out.
     *
     * @param string $name
     * @param string[] $words
     * @return string
     */
    public function word(string $name, array $words): string {
        return ($this->values[$name] ?? '') === '' ? (string) $this->value($name) : $this->optional_word($name, $words);
    }

    /**
     * One of a few words, or null.
     *
     * @param string $name
     * @param string[] $words
     * @return string|null
     */
    public function optional_word(string $name, array $words): ?string {
        $value = $this->value($name);
        if ($value !== null && !in_array($value, $words, true)) {
            $this->refuse($name, 'one of ' . implode(', ', $words));
        }
        return $value;
    }

    /**
     * Text.
     *
     * @param string $name
     * @param int $length
     * @param string $forbidden pattern of what must not be in it
     * @param string $expected
     * @return string
     */
    private function characters(string $name, int $length, string $forbidden, string $expected): string {
        $value = $this->value($name) ?? '';
        if (!is_string($value) || mb_strlen($value, 'UTF-8') > $length || preg_match($forbidden, $value)) {
            $this->refuse($name, $expected);
        }
        return $value;
    }
}
