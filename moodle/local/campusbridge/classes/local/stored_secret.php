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
 * A secret of the settings.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local;

/**
 * Says whether a stored secret can be used, without showing it.
 *
 * Secrets are encrypted with a key that is a file beside Moodle's data. A database copied to another site comes without it.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class stored_secret {
    /** Nothing is stored. */
    public const MISSING = 'missing';

    /** It can be used. */
    public const READABLE = 'readable';

    /** It was encrypted with another key, or is damaged. */
    public const UNREADABLE = 'unreadable';

    /**
     * The state of a secret.
     *
     * @param string $name secret or nextsecret
     * @return string one of the constants
     */
    public static function state(string $name): string {
        $stored = (string) get_config('local_campusbridge', $name);
        if ($stored === '') {
            return self::MISSING;
        }
        try {
            return \core\encryption::decrypt($stored) === '' ? self::MISSING : self::READABLE;
        } catch (\Throwable $e) {
            return self::UNREADABLE;
        }
    }
}
