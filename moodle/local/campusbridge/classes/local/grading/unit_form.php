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
 * What a BTEC grading form says.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\item_refused;
use local_campusbridge\local\reading\fields;

/**
 * The content of a form, wherever it comes from: an item of a call, a template, an assignment's copy.
 *
 * Criteria are known by their short name alone. gradingform_btec prints descriptions as they are, so "<" and ">" are kept as
 * entities.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class unit_form {
    /** Levels in the order of a form. */
    private const LEVELS = ['P', 'M', 'D'];

    /** Most criteria of a form. */
    private const MAX_CRITERIA = 297;

    /** Most characters of a criterion's description. */
    private const MAX_DESCRIPTION = 10000;

    /** Most characters of a form's name. */
    private const MAX_NAME = 255;

    /** How "<" and ">" stand in the database. */
    private const ENTITIES = ['<' => '&lt;', '>' => '&gt;'];

    /**
     * Constructor.
     *
     * @param string $name
     * @param string $description of the whole form, plain text
     * @param array[] $criteria short name => ['shortname', 'description', 'descriptionmarkers'], in the order of the form
     * @param bool $ready false while somebody keeps it as a draft, which cannot be marked with
     */
    public function __construct(
        /** @var string */
        public readonly string $name,
        /** @var string plain text */
        public readonly string $description,
        /** @var array[] by short name */
        public readonly array $criteria,
        /** @var bool ready to mark with */
        public readonly bool $ready = true
    ) {
    }

    /**
     * The form that an item of a call asks for: P1 to Pn, then M, then D, each in the order of their numbers.
     *
     * @param fields $item name, criteria: [{shortname, description, descriptionmarkers}]; descriptionmarkers and the form's own
     *                     description may be absent
     * @return self
     * @throws item_refused naming the field
     */
    public static function from_fields(fields $item): self {
        $criteria = [];
        foreach ($item->list('criteria', self::MAX_CRITERIA) as $criterion) {
            $shortname = self::shortname($criterion);
            if (isset($criteria[$shortname])) {
                $criterion->refuse('shortname', "each only once, not {$shortname} again");
            }
            $description = self::lines($criterion->lines('description', self::MAX_DESCRIPTION));
            if ($description === '') {
                $criterion->missing('description');
            }
            $markers = self::lines($criterion->lines('descriptionmarkers', self::MAX_DESCRIPTION));
            $criteria[$shortname] = [
                'shortname' => $shortname,
                'description' => strtr($description, self::ENTITIES),
                'descriptionmarkers' => strtr($markers, self::ENTITIES),
            ];
            $criterion->only();
        }
        if ($criteria === []) {
            $item->refuse('criteria', 'at least one criterion');
        }
        uksort($criteria, fn(string $a, string $b): int => self::rank($a) <=> self::rank($b));
        $name = trim(clean_param($item->line('name', self::MAX_NAME), PARAM_TEXT));
        if ($name === '') {
            $item->missing('name');
        }
        return new self($name, self::lines($item->lines('description', self::MAX_DESCRIPTION)), $criteria);
    }

    /**
     * The form that stands in the database.
     *
     * @param \stdClass $definition row of grading_definitions
     * @param \stdClass[] $criteria rows of gradingform_btec_criteria by id, in the order of the form
     * @return self
     */
    public static function from_records(\stdClass $definition, array $criteria): self {
        $byname = [];
        foreach ($criteria as $criterion) {
            $byname[self::key($criterion, $byname)] = [
                'shortname' => $criterion->shortname,
                'description' => self::lines((string)$criterion->description),
                'descriptionmarkers' => self::lines((string)$criterion->descriptionmarkers),
            ];
        }
        $ready = (int)$definition->status === \gradingform_controller::DEFINITION_STATUS_READY;
        return new self($definition->name, self::lines((string)$definition->description), $byname, $ready);
    }

    /**
     * The key of a stored criterion: its short name, or, where somebody made two of one name by hand, one that no item can ask for.
     *
     * @param \stdClass $criterion
     * @param array $taken by key
     * @return string
     */
    public static function key(\stdClass $criterion, array $taken): string {
        $shortname = strtoupper($criterion->shortname);
        return isset($taken[$shortname]) ? "{$shortname}#{$criterion->id}" : $shortname;
    }

    /**
     * What would have to change for this form to become the wanted one.
     *
     * @param self $wanted
     * @return form_changes
     */
    public function changes_to(self $wanted): form_changes {
        $kept = array_intersect_key($wanted->criteria, $this->criteria);
        $differs = fn(array $criterion, string $name): bool => $criterion !== $this->criteria[$name];
        $changed = array_filter($kept, $differs, ARRAY_FILTER_USE_BOTH);
        $order = array_keys(array_intersect_key($this->criteria, $wanted->criteria)) !== array_keys($kept);
        $texts = $this->name !== $wanted->name || $this->description !== $wanted->description || $this->ready !== $wanted->ready;
        return new form_changes(
            self::names(array_diff_key($wanted->criteria, $this->criteria)),
            self::names(array_diff_key($this->criteria, $wanted->criteria)),
            self::names($changed),
            $order || $texts
        );
    }

    /**
     * The criteria as they were sent.
     *
     * @return array[]
     */
    public function plain_criteria(): array {
        $decode = fn(string $text): string => strtr($text, array_flip(self::ENTITIES));
        return array_map(fn(array $criterion): array => array_map($decode, $criterion), $this->criteria);
    }

    /**
     * A short name as gradingform_btec keeps it.
     *
     * @param fields $criterion
     * @return string
     * @throws item_refused
     */
    private static function shortname(fields $criterion): string {
        $shortname = strtoupper(preg_replace('/\s+/', '', $criterion->line('shortname', self::MAX_NAME)));
        if (!preg_match('/^[PMD][1-9][0-9]?$/D', $shortname)) {
            $criterion->refuse('shortname', 'P, M or D with a number, such as P1');
        }
        return $shortname;
    }

    /**
     * A text with the line ends that we compare: a browser's form sends others.
     *
     * @param string $text
     * @return string
     */
    private static function lines(string $text): string {
        return trim(str_replace("\r\n", "\n", $text));
    }

    /**
     * Where a short name stands in the order of a form.
     *
     * @param string $shortname
     * @return int[]
     */
    private static function rank(string $shortname): array {
        return [array_search($shortname[0], self::LEVELS, true), (int)substr($shortname, 1)];
    }

    /**
     * The keys as strings.
     *
     * @param array $criteria
     * @return string[]
     */
    private static function names(array $criteria): array {
        return array_map('strval', array_keys($criteria));
    }
}
