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
 * What became of a batch.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\outbox;

/**
 * What the answer to a batch means for each of its rows.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class delivery {
    /** Longest text of the column lasterror. */
    private const ERROR_CHARACTERS = 255;

    /** @var int how many rows the service took, now or before */
    public readonly int $taken;

    /**
     * Use {@see of()}.
     *
     * @param array[] $changes the columns to set, by id of the row
     * @param string $problem
     */
    private function __construct(
        /** @var array[] the columns to set, by id of the row */
        private readonly array $changes,
        /** @var string key of a string of this plugin that says why the batch as a whole failed, '' when it did not */
        public readonly string $problem
    ) {
        $this->taken = count(array_filter($changes, fn(array $change): bool => $change['status'] === outbox::SENT));
    }

    /**
     * Reads the answer.
     *
     * @param \stdClass[] $rows in the order they were sent
     * @param reply $reply
     * @param int $now seconds since 1970
     * @return self
     */
    public static function of(array $rows, reply $reply, int $now): self {
        if ($reply->problem === 'problem_urlblocked' || $reply->status === 401) {
            return new self([], $reply->problem());
        }
        $problem = $reply->problem();
        // One for all rows: they were sent together and may come back together.
        $chance = mt_rand() / mt_getrandmax();
        if ($problem !== '') {
            $change = fn(\stdClass $row): array => $reply->may_succeed_later()
                ? self::again($row, $reply->status, $problem, $reply->detail(), $now, $chance)
                : self::dead($row, $reply->status, $problem, $reply->detail());
            return new self(self::by_id($rows, $change), $problem);
        }
        $results = $reply->results(count($rows));
        if ($results === null) {
            $change = fn(\stdClass $row): array => self::again($row, $reply->status, 'problem_badanswer', '', $now, $chance);
            return new self(self::by_id($rows, $change), 'problem_badanswer');
        }
        $change = fn(\stdClass $row, array $result): array => match ($result['status'] ?? null) {
            'accepted', 'skipped' => self::sent($row, $reply->status, $now),
            'refused' => self::dead($row, $reply->status, 'problem_linerefused', self::words_of($result)),
            default => self::again($row, $reply->status, 'problem_badanswer', '', $now, $chance),
        };
        return new self(self::by_id($rows, $change, $results), '');
    }

    /**
     * What is wrong with a successful answer to a batch of one event.
     *
     * @param reply $reply
     * @return string key of a string of this plugin, '' when nothing is
     */
    public static function problem_of_single(reply $reply): string {
        return match ($reply->results(1)[0]['status'] ?? null) {
            'accepted', 'skipped' => '',
            'refused' => 'problem_linerefused',
            default => 'problem_badanswer',
        };
    }

    /**
     * Writes it into the rows.
     */
    public function store(): void {
        // Most rows of a batch change alike: one statement for all that do.
        $alike = [];
        foreach ($this->changes as $id => $change) {
            $alike[json_encode($change, JSON_PARTIAL_OUTPUT_ON_ERROR)][] = $id;
        }
        foreach ($alike as $ids) {
            outbox::update($ids, $this->changes[$ids[0]]);
        }
    }

    /**
     * A change for each row.
     *
     * @param \stdClass[] $rows
     * @param callable $change takes a row and, when there are results, its result
     * @param array[] ...$results
     * @return array[]
     */
    private static function by_id(array $rows, callable $change, array ...$results): array {
        return array_combine(array_column($rows, 'id'), array_map($change, $rows, ...$results));
    }

    /**
     * The service has it.
     *
     * @param \stdClass $row
     * @param int $httpstatus
     * @param int $now
     * @return array
     */
    private static function sent(\stdClass $row, int $httpstatus, int $now): array {
        return [
            'status' => outbox::SENT,
            'attempts' => $row->attempts + 1,
            'httpstatus' => $httpstatus,
            'lasterror' => null,
            'timesent' => $now,
        ];
    }

    /**
     * To be tried again, unless that went on for too long.
     *
     * @param \stdClass $row
     * @param int $httpstatus 0 when there was no answer
     * @param string $problem
     * @param string $detail
     * @param int $now
     * @param float $chance from 0 to 1
     * @return array
     */
    private static function again(
        \stdClass $row,
        int $httpstatus,
        string $problem,
        string $detail,
        int $now,
        float $chance
    ): array {
        $since = (int) $row->failingsince ?: $now;
        if ($now - $since >= backoff::GIVE_UP_AFTER_SECONDS) {
            return self::dead($row, $httpstatus, $problem, $detail);
        }
        $attempts = $row->attempts + 1;
        return [
            'status' => outbox::WAITING,
            'attempts' => $attempts,
            'nextattempt' => $now + backoff::delay($attempts, $chance),
            'failingsince' => $since,
            'httpstatus' => $httpstatus ?: null,
            'lasterror' => self::error($problem, $detail),
        ];
    }

    /**
     * Given up.
     *
     * @param \stdClass $row
     * @param int $httpstatus 0 when there was no answer
     * @param string $problem
     * @param string $detail
     * @return array
     */
    private static function dead(\stdClass $row, int $httpstatus, string $problem, string $detail): array {
        return [
            'status' => outbox::DEAD,
            'attempts' => $row->attempts + 1,
            'httpstatus' => $httpstatus ?: null,
            'lasterror' => self::error($problem, $detail),
        ];
    }

    /**
     * What the service says about a refused event: its code, the field and the title, which hold no data.
     *
     * @param array $result
     * @return string
     */
    private static function words_of(array $result): string {
        $words = array_filter([$result['code'] ?? '', $result['field'] ?? '', $result['title'] ?? ''], 'is_string');
        return implode(' ', array_filter($words, fn(string $word): bool => $word !== ''));
    }

    /**
     * The text for the column lasterror.
     *
     * @param string $problem key of a string of this plugin
     * @param string $detail
     * @return string the key, a colon and the detail
     */
    private static function error(string $problem, string $detail): string {
        return \core_text::substr($problem . ($detail === '' ? '' : ': ' . $detail), 0, self::ERROR_CHARACTERS);
    }
}
