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
 * What was deleted after an item was read.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\records;

/**
 * Payments and registrations that were deleted before they ever came here, so that no row of theirs says so: an item of finance
 * that was read earlier still has them and must not bring them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class later_deletions {
    /**
     * Use {@see of()}.
     *
     * @param int[] $payments
     * @param int[] $registrations
     */
    private function __construct(
        /** @var int[] when payments were deleted, in milliseconds since 1970, by Zoho id */
        private readonly array $payments = [],
        /** @var int[] when registrations were deleted, likewise */
        private readonly array $registrations = []
    ) {
    }

    /**
     * None, until something is known.
     *
     * @return self
     */
    public static function none(): self {
        return new self();
    }

    /**
     * Of some items.
     *
     * @param finance_item[] $items
     * @param string[] $payments Zoho ids of their payments that are not stored
     * @return self
     */
    public static function of(array $items, array $payments): self {
        $registrations = [];
        foreach ($items as $item) {
            array_push($registrations, ...array_filter(array_column($item->instalments, 'registration')));
        }
        return new self(payment_records::deleted($payments), registration_records::deleted(array_unique($registrations)));
    }

    /**
     * Whether a payment that is not stored was deleted after an item was read.
     *
     * @param string $zohoid
     * @param finance_item $item
     * @return bool
     */
    public function has_payment(string $zohoid, finance_item $item): bool {
        return ($this->payments[$zohoid] ?? 0) > $item->asof;
    }

    /**
     * The registrations of an item's instalments that were deleted after it was read.
     *
     * @param finance_item $item
     * @return int[] when, by Zoho id
     */
    public function registrations(finance_item $item): array {
        $ofitem = array_flip(array_filter(array_column($item->instalments, 'registration')));
        $later = array_filter($this->registrations, fn(int $asof): bool => $asof > $item->asof);
        return array_intersect_key($later, $ofitem);
    }
}
