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
 * The status page.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\output;

use core\check\result;
use core\output\named_templatable;
use local_campusbridge\local\connection_test;
use local_campusbridge\local\named_check;
use moodle_url;
use renderable;
use renderer_base;

/**
 * Whether all works, each trouble with its way out.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class status_page implements named_templatable, renderable {
    /** How long after the last call of the service the way into Moodle counts as seen, in seconds. */
    private const SEEN_FOR = DAYSECS;

    /**
     * Constructor.
     *
     * @param named_check[] $checks
     * @param connection_test|null $test when one was just run
     */
    public function __construct(
        /** @var named_check[] the checks to run */
        private readonly array $checks,
        /** @var connection_test|null the test just run */
        private readonly ?connection_test $test = null,
    ) {
    }

    #[\Override]
    public function get_template_name(renderer_base $renderer): string {
        return 'local_campusbridge/status_page';
    }

    #[\Override]
    public function export_for_template(renderer_base $output): array {
        $checks = array_map(fn(named_check $check): array => $this->row($check, $output), $this->checks);
        $errors = count(array_filter(array_column($checks, 'error')));
        $warnings = count(array_filter(array_column($checks, 'warning')));
        return [
            'checks' => $checks,
            'allwell' => $errors + $warnings === 0,
            'findings' => get_string('statusfindings', 'local_campusbridge', (object) [
                'errors' => $errors,
                'warnings' => $warnings,
            ]),
            'outboxurl' => (new moodle_url('/local/campusbridge/outbox.php'))->out(false),
            'testurl' => (new moodle_url('/local/campusbridge/status.php', [], 'connection'))->out(false),
            'sesskey' => sesskey(),
            'test' => $this->test === null ? null : $this->test_result($this->test),
            'versions' => versions::rows(),
        ];
    }

    /**
     * One check as a row.
     *
     * @param named_check $check
     * @param renderer_base $output
     * @return array
     */
    private function row(named_check $check, renderer_base $output): array {
        $result = self::result_of($check);
        $status = $result->get_status();
        $well = in_array($status, [result::OK, result::NA, result::INFO], true);
        $link = $well ? null : $check->get_action_link();
        return [
            'id' => $check->get_id(),
            'name' => $check->subject(),
            'ok' => $status === result::OK || $status === result::NA,
            'info' => $status === result::INFO,
            'warning' => in_array($status, [result::WARNING, result::UNKNOWN], true),
            'error' => in_array($status, [result::ERROR, result::CRITICAL], true),
            'summary' => $result->get_summary(),
            'details' => $result->get_details(),
            'link' => $link === null ? null : ['url' => $link->url->out(false), 'text' => $link->text],
        ];
    }

    /**
     * What a check found. One that breaks must not hide the others.
     *
     * @param named_check $check
     * @return result
     */
    private static function result_of(named_check $check): result {
        try {
            return $check->get_result();
        } catch (\Throwable $e) {
            $where = get_class($e) . ' ' . basename($e->getFile()) . ':' . $e->getLine();
            return new result(result::UNKNOWN, get_string('checkbroken', 'local_campusbridge'), s($where));
        }
    }

    /**
     * The test's outcome in words.
     *
     * @param connection_test $test
     * @return array
     */
    private function test_result(connection_test $test): array {
        $out = $test->outgoing;
        $in = $test->incoming;
        return [
            'outgoing' => [
                'ok' => $out->ok,
                'words' => $out->ok
                    ? get_string('testoutok', 'local_campusbridge')
                    : problem::words($out->problem),
                'httpstatus' => $out->httpstatus ?: null,
                'detail' => $out->detail,
            ],
            'incoming' => [
                'ok' => $in !== null && $in->time > time() - self::SEEN_FOR,
                'words' => $in === null
                    ? get_string('callsnever', 'local_campusbridge')
                    : get_string('testinseen', 'local_campusbridge', (object) [
                        'time' => userdate($in->time, get_string('strftimedatetimeshort', 'langconfig')),
                        'ago' => ago::words($in->time),
                        'service' => $in->service,
                    ]),
            ],
        ];
    }
}
