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

namespace local_student_dashboard\local;

/**
 * Whose dashboard the current user may see, and which parts of it.
 *
 * A user sees the own data with local/student_dashboard:view, which is asked for in the system's context as core does for a
 * user's own pages. Data of somebody else asks for local/student_dashboard:viewother in the context of that user, which a parent or
 * mentor has by a role assigned there; money and results ask for a capability more each.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class access {
    /**
     * Made by to().
     *
     * @param \stdClass $user
     * @param bool $own
     * @param bool $finance
     * @param bool $grades
     */
    private function __construct(
        /** @var \stdClass the student's row of the table user */
        public readonly \stdClass $user,
        /** @var bool the student is the current user */
        public readonly bool $own,
        /** @var bool fees, instalments and receipts may be seen */
        public readonly bool $finance,
        /** @var bool results may be seen */
        public readonly bool $grades,
    ) {
    }

    /**
     * The current user's access to a student's dashboard.
     *
     * @param int $userid Moodle's id of the student; 0 for the current user
     * @return self
     * @throws \moodle_exception when refused; the same for a user who is not there, so that nothing can be found out by trying
     */
    public static function to(int $userid): self {
        global $USER;
        if (!isloggedin() || isguestuser() || !empty($USER->suspended) || !empty($USER->deleted)) {
            throw self::refusal();
        }
        if ($userid === 0 || $userid === (int) $USER->id) {
            require_capability('local/student_dashboard:view', \context_system::instance());
            return new self($USER, true, true, true);
        }
        $context = \context_user::instance($userid, IGNORE_MISSING);
        if (!$context || !has_capability('local/student_dashboard:viewother', $context)) {
            throw self::refusal();
        }
        $user = \core_user::get_user($userid);
        if (!$user || $user->deleted || $user->suspended || isguestuser($user)) {
            throw self::refusal();
        }
        return new self(
            $user,
            false,
            has_capability('local/student_dashboard:viewfinance', $context),
            has_capability('local/student_dashboard:viewgrades', $context),
        );
    }

    /**
     * Whether the current user may see a kind of data.
     *
     * @param string $kind '' (what everybody sees who gets in), 'finance' or 'grades'
     * @return bool
     */
    public function allows(string $kind): bool {
        return match ($kind) {
            '' => true,
            'finance' => $this->finance,
            'grades' => $this->grades,
        };
    }

    /**
     * The address of a page about the same student.
     *
     * @param string $page file of this plugin
     * @param string|null $anchor
     * @return \moodle_url
     */
    public function url(string $page = '', ?string $anchor = null): \moodle_url {
        $params = $this->own ? [] : ['userid' => $this->user->id];
        return new \moodle_url('/local/student_dashboard/' . ($page === '' ? 'index.php' : $page), $params, $anchor);
    }

    /**
     * The one answer to everybody who is refused.
     *
     * @return \moodle_exception
     */
    private static function refusal(): \moodle_exception {
        return new \moodle_exception('notavailable', 'local_student_dashboard');
    }
}
