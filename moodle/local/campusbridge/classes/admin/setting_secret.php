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
 * Setting: a signing secret.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\admin;

use local_campusbridge\local\outbox\sender_state;

/**
 * Takes a secret that the service takes too, and stores it encrypted.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class setting_secret extends \admin_setting_encryptedpassword {
    /** Fewest characters; "openssl rand -hex 32" makes 64. */
    private const MIN_LENGTH = 16;

    /**
     * Constructor.
     *
     * @param string $name
     */
    public function __construct(string $name) {
        $key = substr(strrchr($name, '/'), 1);
        parent::__construct(
            $name,
            new \lang_string($key, 'local_campusbridge'),
            new \lang_string($key . '_desc', 'local_campusbridge'),
        );
        // What stopped a paused sender may be mended now.
        $this->set_updatedcallback([sender_state::class, 'resume']);
    }

    #[\Override]
    public function write_setting($data) {
        $secret = trim((string) $data);
        if ($secret !== '' && strlen($secret) < self::MIN_LENGTH) {
            return get_string('secretshort', 'local_campusbridge', self::MIN_LENGTH);
        }
        // The service reads a list of secrets, parted by commas.
        if (preg_match('/[\s,]/', $secret)) {
            return get_string('secretcharacters', 'local_campusbridge');
        }
        return parent::write_setting($secret);
    }
}
