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

namespace local_student_dashboard\local\section;

/**
 * Who the student is: photo, name, email and student id.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class profile extends section {
    /** The switch in the college's configuration. */
    public const FLAG = 'show_profile';

    #[\Override]
    public function data(\renderer_base $output): ?array {
        $profile = $this->dashboard->record->profile();
        if ($profile === null) {
            return null;
        }
        $user = $this->dashboard->access->user;
        return [
            // The name stands beside the picture, so the picture itself needs no words.
            'picture' => $output->user_picture($user, ['size' => 100, 'link' => false, 'alttext' => false]),
            'fullname' => fullname($user),
            'email' => $profile->email ?: $user->email,
            'studentid' => (string) $profile->studentid,
        ];
    }

    #[\Override]
    public function as_of(): ?int {
        return self::oldest([$this->dashboard->record->profile()]);
    }
}
