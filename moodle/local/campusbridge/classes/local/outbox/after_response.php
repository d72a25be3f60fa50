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
 * Sending right after the response.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * Sends what a request wrote down once its response has left, so that the service knows within a second instead of a minute.
 *
 * Only a convenience: the scheduled task sends whatever is left. Never in web service requests, whose callers write in bulk and
 * wait, nor on the command line and in cron, which have the task; and never when the last attempt failed, so that an outage costs
 * no request.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class after_response {
    /** Most seconds that a web server process is kept for it. */
    private const SECONDS = 2;

    /** @var bool whether this request will send at its end */
    private static bool $registered = false;

    /**
     * To be called when a row was written.
     */
    public static function register(): void {
        if (self::$registered || !self::is_possible()) {
            return;
        }
        self::$registered = true;
        // Not core's shutdown manager: whatever is registered later runs after it, when the session is closed and all output is
        // written.
        register_shutdown_function([self::class, 'send']);
    }

    /**
     * Ends the response and sends. Not to be called but at the end of a request.
     */
    public static function send(): void {
        global $DB;
        try {
            if ($DB->is_transaction_started() || !sender_state::current()->is_well()) {
                return;
            }
            \core\session\manager::write_close();
            fastcgi_finish_request();
            (new sender())->run(self::SECONDS);
        } catch (\Throwable $e) {
            debugging('Campusbridge could not send after the response: ' . get_class($e), DEBUG_DEVELOPER);
        }
    }

    /**
     * Whether the response can be ended before the process is.
     *
     * @return bool
     */
    private static function is_possible(): bool {
        return function_exists('fastcgi_finish_request') && !CLI_SCRIPT && !WS_SERVER;
    }
}
