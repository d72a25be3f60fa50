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
 * Tests of what a form says.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\grading;

use local_campusbridge\local\item_refused;
use local_campusbridge\local\reading\fields;

/**
 * What an item may ask for, and how forms differ.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers \local_campusbridge\local\grading\unit_form
 * @covers \local_campusbridge\local\grading\form_changes
 */
final class unit_form_test extends \basic_testcase {
    /**
     * Criteria come in the order of a form, by number and not by letters.
     */
    public function test_order_is_by_level_and_number(): void {
        $form = self::form(self::item(['D2', 'P10', 'M1', 'P2', 'D1', ' p 1 ']));
        $this->assertSame(['P1', 'P2', 'P10', 'M1', 'D1', 'D2'], array_keys($form->criteria));
    }

    /**
     * gradingform_btec prints descriptions without escaping them.
     */
    public function test_markup_is_kept_as_text(): void {
        $item = self::item(['P1']);
        $item['criteria'][0]['description'] = 'a < b <script>alert(1)</script>';
        $form = self::form($item);
        $this->assertStringNotContainsString('<', $form->criteria['P1']['description']);
        $this->assertSame('a < b <script>alert(1)</script>', $form->plain_criteria()['P1']['description']);
    }

    /**
     * The difference names criteria.
     */
    public function test_changes(): void {
        $old = self::form(self::item(['P1', 'P2', 'M1']));
        $item = self::item(['P1', 'M1', 'D1']);
        $item['criteria'][0]['description'] = 'Another';
        $changes = $old->changes_to(self::form($item));
        $this->assertSame(['added' => ['D1'], 'removed' => ['P2'], 'changed' => ['P1'], 'details' => false], $changes->to_array());
        $this->assertTrue($changes->needs_regrading());
        $this->assertTrue($old->changes_to($old)->is_empty());
        $renamed = self::form(['name' => 'Other'] + self::item(['P1', 'P2', 'M1']));
        $expected = ['added' => [], 'removed' => [], 'changed' => [], 'details' => true];
        $this->assertSame($expected, $old->changes_to($renamed)->to_array());
    }

    /**
     * A wrong item is refused with its field.
     *
     * @dataProvider wrong_items
     * @param array $item
     * @param string $field
     */
    public function test_wrong_items_are_refused(array $item, string $field): void {
        try {
            self::form($item);
            $this->fail('accepted');
        } catch (item_refused $refused) {
            $this->assertSame($field, $refused->field);
            $this->assertStringContainsString($field, $refused->getMessage());
        }
    }

    /**
     * Wrong items.
     *
     * @return array[]
     */
    public static function wrong_items(): array {
        $good = self::item(['P1']);
        $criterion = $good['criteria'][0];
        return [
            'no name' => [['name' => ' '] + $good, 'name'],
            'a name of markup alone' => [['name' => '<b></b>'] + $good, 'name'],
            'a long name' => [['name' => str_repeat('a', 256)] + $good, 'name'],
            'a number as name' => [['name' => 7] + $good, 'name'],
            'no criteria' => [['criteria' => []] + $good, 'criteria'],
            'criteria by key' => [['criteria' => ['P1' => 'x']] + $good, 'criteria'],
            'a text as criterion' => [['criteria' => ['P1']] + $good, 'criteria[0]'],
            'another level' => [['criteria' => [['shortname' => 'X1'] + $criterion]] + $good, 'criteria[0].shortname'],
            'P0' => [['criteria' => [['shortname' => 'P0'] + $criterion]] + $good, 'criteria[0].shortname'],
            'a misspelt field' => [['criteria' => [['Description' => 'x'] + $criterion]] + $good, 'criteria[0].Description'],
            'no short name' => [['criteria' => [['description' => 'x']]] + $good, 'criteria[0].shortname'],
            'an empty description' => [['criteria' => [['description' => ''] + $criterion]] + $good, 'criteria[0].description'],
            'a list as markers' => [
                ['criteria' => [['descriptionmarkers' => []] + $criterion]] + $good,
                'criteria[0].descriptionmarkers',
            ],
            'the same twice' => [['criteria' => [$criterion, ['shortname' => 'p1'] + $criterion]] + $good, 'criteria[1].shortname'],
        ];
    }

    /**
     * The form of an item.
     *
     * @param array $item
     * @return unit_form
     */
    private static function form(array $item): unit_form {
        return unit_form::from_fields(new fields($item));
    }

    /**
     * An item.
     *
     * @param string[] $shortnames
     * @return array
     */
    private static function item(array $shortnames): array {
        return [
            'name' => 'Unit 1',
            'criteria' => array_map(fn(string $name): array => ['shortname' => $name, 'description' => 'Do it'], $shortnames),
        ];
    }
}
