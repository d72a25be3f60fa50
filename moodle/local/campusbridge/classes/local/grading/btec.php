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
 * The BTEC grading method, which a site may lack.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\item_refused;

/**
 * What we need of gradingform_btec, without loading anything of it before it is known to be there.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class btec {
    /** The grading method's name. */
    public const METHOD = 'btec';

    /** The standard scale that gradingform_btec makes on install; its id varies. */
    public const SCALE = 'BTEC';

    /** Refer, Pass, Merit, Distinction. */
    private const SCALE_ITEMS = 4;

    /**
     * Is gradingform_btec on disk and in the database?
     *
     * @return bool
     */
    public static function is_installed(): bool {
        return \core_component::get_plugin_directory('gradingform', self::METHOD) !== null
            && get_config('gradingform_btec', 'version') !== false;
    }

    /**
     * Refuses the whole call where the method is missing: no item could do better.
     *
     * @throws \moodle_exception btecmissing
     */
    public static function require_installed(): void {
        if (!self::is_installed()) {
            throw new \moodle_exception('btecmissing', 'local_campusbridge');
        }
    }

    /**
     * The controller of the BTEC form of an area.
     *
     * @param int $areaid
     * @return \gradingform_controller
     */
    public static function controller(int $areaid): \gradingform_controller {
        global $CFG;
        require_once($CFG->dirroot . '/grade/grading/lib.php');
        // The controller takes this for granted; a web service has not always loaded it.
        require_once($CFG->libdir . '/filelib.php');
        return get_grading_manager($areaid)->get_controller(self::METHOD);
    }

    /**
     * The id of the BTEC scale.
     *
     * @return int
     * @throws item_refused scalemissing, scalechanged
     */
    public static function scale_id(): int {
        global $DB;
        $scales = $DB->get_records('scale', ['courseid' => 0, 'name' => self::SCALE], 'id', 'id, scale', 0, 1);
        $scale = reset($scales);
        if (!$scale) {
            throw new item_refused('scalemissing', '', 'There is no standard scale named BTEC: add one with the items '
                . '"Refer,Pass,Merit,Distinction" under Site administration, Grades, Scales');
        }
        if (count(explode(',', $scale->scale)) !== self::SCALE_ITEMS) {
            throw new item_refused('scalechanged', '', 'The standard scale BTEC must have four items, from Refer to Distinction');
        }
        return (int)$scale->id;
    }
}
