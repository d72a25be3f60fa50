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
 * Somebody wants a grading form brought into step.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\event\grading_copy_updated;
use local_campusbridge\local\item_refused;

/**
 * What becomes of a person's wish to bring an assignment's grading form into step with its template: nothing is written before they
 * have confirmed it, and marks are lost only after a second question.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class copy_request {
    /** There is nothing to bring into step any more. */
    public const GONE = 'gone';

    /** They are to be asked, with what would change. */
    public const ASK = 'ask';

    /** They are to be asked again, because marks would be lost. */
    public const ASK_AGAIN = 'askagain';

    /** It is in step. */
    public const DONE = 'done';

    /**
     * Use {@see of()}.
     *
     * @param string $outcome
     * @param template_copy|null $copy
     */
    private function __construct(
        /** @var string GONE, ASK, ASK_AGAIN or DONE */
        public readonly string $outcome,
        /** @var template_copy|null the form as it was before; null when there is none */
        public readonly ?template_copy $copy
    ) {
    }

    /**
     * Does what was wished, as far as it was confirmed.
     *
     * @param int $definitionid the form's definition
     * @param bool $confirmed whether they were asked
     * @param bool $force whether they were asked again
     * @return self
     * @throws \required_capability_exception
     */
    public static function of(int $definitionid, bool $confirmed, bool $force): self {
        $copy = template_copies::with_definition($definitionid);
        if ($copy === null || $copy->behind_because() === '') {
            return new self(self::GONE, $copy);
        }
        $context = \context_module::instance($copy->row->cmid);
        require_capability('moodle/grade:managegradingforms', $context);
        if (!$confirmed) {
            return new self(self::ASK, $copy);
        }
        try {
            $changes = template_copies::apply($definitionid, $force);
        } catch (item_refused $e) {
            return new self($e->error === 'criterionhasmarks' ? self::ASK_AGAIN : self::GONE, $copy);
        }
        grading_copy_updated::create([
            'context' => $context,
            'other' => $changes->to_array() + ['definitionid' => $definitionid, 'forced' => $force],
        ])->trigger();
        return new self(self::DONE, $copy);
    }
}
