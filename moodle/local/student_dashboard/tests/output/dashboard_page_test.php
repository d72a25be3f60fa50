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

namespace local_student_dashboard\output;

use local_campusbridge\local\records\dashboard_config;
use local_student_dashboard\event\dashboard_viewed;
use local_student_dashboard\event\section_failed;
use local_student_dashboard\local\access;
use local_student_dashboard\local\dashboard;
use local_student_dashboard\local\record;
use local_student_dashboard\tests\told_record;

/**
 * What stands on the page.
 *
 * @package    local_student_dashboard
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_student_dashboard\output\dashboard_page
 * @covers     \local_student_dashboard\output\section_card
 * @covers     \local_student_dashboard\output\next_strip
 * @covers     \local_student_dashboard\output\next_card
 * @covers     \local_student_dashboard\output\letterhead
 * @covers     \local_student_dashboard\output\statement_page
 * @covers     \local_student_dashboard\local\failure
 * @covers     \local_student_dashboard\local\section\section
 * @covers     \local_student_dashboard\local\section\profile
 * @covers     \local_student_dashboard\local\section\registrations
 * @covers     \local_student_dashboard\local\section\finance
 * @covers     \local_student_dashboard\local\section\payments
 * @covers     \local_student_dashboard\local\section\grades
 * @covers     \local_student_dashboard\local\section\attendance
 */
final class dashboard_page_test extends \advanced_testcase {
    /** 26 November 2026, 10:00 in UTC. */
    private const NOW = 1795687200;

    /**
     * A student logs in.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setTimezone('UTC');
        set_config('staleafter', 3 * DAYSECS, 'local_student_dashboard');
        $this->setUser($this->getDataGenerator()->create_user(['firstname' => 'Amal', 'lastname' => 'Example & Co']));
    }

    /**
     * Everything is there, in words.
     */
    public function test_a_full_record(): void {
        $html = $this->page(told_record::full(self::NOW));
        foreach (
            [
                'Amal Example &amp; Co', 'amal@example.com', 'S-1001', 'Diploma in Business', 'Level 5', '01 September 2026',
                'USD 10,000.00', 'Scholarship (20%)', 'USD 6,000.00', 'Remaining', 'Part-paid, overdue by 3 days', 'Due in 5 days',
                'R-17', 'Bank transfer', 'Received', 'Managing Projects', 'Merit', '(M)', '1 of 2', 'not met',
                'Merit: P1 met, D1 missing', 'Try &lt;b&gt;more&lt;/b&gt;.', 'Attendance is not recorded here.',
                'As of <bdi>26 November 2026, 10:00 AM</bdi>', 'statement.php',
            ] as $text
        ) {
            $this->assertStringContainsString($text, $html);
        }
        $this->assertStringNotContainsString('may be out of date', $html);
        $this->assertStringNotContainsString('cannot be shown', $html);
        $this->assertStringNotContainsString('[[', $html);
    }

    /**
     * A student about whom nothing is known reads so in each section.
     */
    public function test_an_empty_record(): void {
        $html = $this->page(new told_record());
        foreach (['profile', 'registrations', 'finance', 'payments', 'grades', 'attendance'] as $section) {
            $this->assertStringContainsString(s(get_string("empty_{$section}", 'local_student_dashboard')), $html);
        }
        $this->assertStringContainsString('No payment ahead', $html);
        $this->assertStringContainsString('No result released yet', $html);
    }

    /**
     * Parts that can fail, and the sections that say so.
     *
     * @return array[]
     */
    public static function failures(): array {
        return [
            ['profile', ['profile']], ['registrations', ['registrations']], ['finance', ['finance', 'payments']],
            ['instalments', ['payments', 'next_payment']], ['payments', ['payments']], ['grades', ['grades', 'next_result']],
        ];
    }

    /**
     * A part that fails says so, is logged without personal data, and leaves the others standing.
     *
     * @dataProvider failures
     * @param string $part
     * @param string[] $failing
     */
    public function test_a_failing_part_leaves_the_others(string $part, array $failing): void {
        $sink = $this->redirectEvents();
        $html = $this->page(told_record::full(self::NOW, [$part => new \RuntimeException('Amal owes 5')]));
        $events = array_filter($sink->get_events(), fn($event): bool => $event instanceof section_failed);
        $sections = array_values(array_map(fn(section_failed $event): string => $event->other['section'], $events));
        $this->assertEqualsCanonicalizing($failing, $sections);
        foreach ($events as $event) {
            $this->assertStringStartsWith('RuntimeException at ', $event->other['error']);
            $this->assertStringNotContainsString('Amal', $event->get_description());
        }
        $failed = count(array_filter($failing, fn(string $name): bool => !str_starts_with($name, 'next_')));
        $this->assertSame($failed, substr_count($html, 'This section cannot be shown just now.'));
        $this->assertSame(6, substr_count($html, 'data-section='));
        $this->assertStringContainsString('Attendance is not recorded here.', $html);
        $this->assertStringNotContainsString('Amal owes', $html);
    }

    /**
     * Old data say that they are old, unless the site does not want that.
     */
    public function test_old_data_say_so(): void {
        $old = told_record::full(self::NOW - 3 * DAYSECS - 1);
        $this->assertSame(5, substr_count($this->page($old), 'may be out of date'));
        $this->assertStringNotContainsString('may be out of date', $this->page(told_record::full(self::NOW - 3 * DAYSECS)));
        set_config('staleafter', 0, 'local_student_dashboard');
        $this->assertStringNotContainsString('may be out of date', $this->page($old));
    }

    /**
     * The balance is shown only where the college shows it, and said to be unknown where it is.
     */
    public function test_the_remaining_balance(): void {
        $off = told_record::full(self::NOW, ['config' => ['show_remaining_balance' => false]]);
        $this->assertStringNotContainsString('Remaining', $this->page($off));
        $finance = told_record::full(self::NOW)->finance();
        $finance->remaining = null;
        $this->assertStringContainsString('Cannot be said', $this->page(told_record::full(self::NOW, ['finance' => $finance])));
    }

    /**
     * Money switched off leaves no trace of money.
     */
    public function test_no_money_without_its_switches(): void {
        $config = ['show_finance' => false, 'show_payments' => false];
        $html = $this->page(told_record::full(self::NOW, ['config' => $config]));
        $this->assertStringNotContainsString('USD', $html);
        $this->assertStringNotContainsString('statement.php', $html);
        $this->assertStringNotContainsString('Next payment', $html);
    }

    /**
     * Everything switched off leaves a page that says so.
     */
    public function test_nothing_switched_on(): void {
        $off = array_fill_keys(array_keys(dashboard_config::DEFAULTS), false);
        $html = $this->page(new told_record(['config' => $off]));
        $this->assertStringContainsString('Nothing is shown here at the moment.', $html);
        $this->assertStringNotContainsString('data-section=', $html);
    }

    /**
     * A payment that was voided or given back says so.
     */
    public function test_voided_and_returned_payments(): void {
        $payment = told_record::full(self::NOW)->payments()[0];
        $voided = (object) (['voided' => true, 'number' => null] + (array) $payment);
        $returned = (object) (['amount' => '-50.00', 'method' => ''] + (array) $payment);
        $html = $this->page(told_record::full(self::NOW, ['payments' => [$voided, $returned]]));
        $this->assertStringContainsString('Voided', $html);
        $this->assertStringContainsString('Refund', $html);
        $this->assertStringContainsString("USD \u{2212}50.00", $html);
        $this->assertStringContainsString('Not recorded', $html);
    }

    /**
     * Instalments of two programmes name them.
     */
    public function test_instalments_of_two_programmes(): void {
        $first = told_record::full(self::NOW)->registrations()[0];
        $second = (object) (['zohoid' => '500000000000000009', 'programme' => 'Foundation Year'] + (array) $first);
        $instalments = [
            told_record::instalment(1, '2026-12-01', '10.00', '0.00', $first->zohoid),
            told_record::instalment(1, '2026-12-02', '10.00', '0.00', $second->zohoid),
        ];
        $parts = ['registrations' => [$first, $second], 'instalments' => $instalments, 'config' => ['show_academics' => false]];
        $html = $this->page(told_record::full(self::NOW, $parts));
        $this->assertStringContainsString('Foundation Year', $html);
        $this->assertStringContainsString('Diploma in Business', $html);
    }

    /**
     * Forty instalments are forty rows.
     */
    public function test_forty_instalments(): void {
        $instalment = fn(int $number): \stdClass => told_record::instalment($number, '2026-12-01', '10.00', '0.00');
        $instalments = array_map($instalment, range(1, 40));
        $html = $this->page(told_record::full(self::NOW, ['instalments' => $instalments, 'payments' => []]));
        $this->assertSame(40 + 1, substr_count($html, 'Due in 5 days'));
        $this->assertStringContainsString('No receipts are recorded.', $html);
    }

    /**
     * The statement holds the money and nothing else.
     */
    public function test_the_statement(): void {
        global $PAGE;
        $page = new statement_page(new dashboard(access::to(0), told_record::full(self::NOW), self::NOW));
        $html = $PAGE->get_renderer('core')->render($page);
        foreach (['Statement of account', 'Amal Example &amp; Co', 'S-1001', 'USD 8,000.00', 'R-17',
            'not a tax invoice'] as $text) {
            $this->assertStringContainsString($text, $html);
        }
        $this->assertStringNotContainsString('Managing Projects', $html);
        $this->assertSame(2, substr_count($html, 'data-section='));
    }

    /**
     * The page of a student with data in each part asks the database fewer than ten times.
     */
    public function test_fewer_than_ten_queries(): void {
        global $DB, $PAGE, $USER;
        $this->fill((int) $USER->id);
        $PAGE->set_url('/local/student_dashboard/index.php');
        $PAGE->set_context(\context_system::instance());
        $output = $PAGE->get_renderer('core');
        $request = function () use ($output): string {
            $access = access::to(0);
            $html = $output->render(new dashboard_page(dashboard::of($access)));
            dashboard_viewed::of($access, 'dashboard')->trigger();
            return $html;
        };
        // The site's caches are warm, what lives for one request is not.
        $request();
        \context_helper::reset_caches();
        $before = $DB->perf_get_reads();
        $html = $request();
        $reads = $DB->perf_get_reads() - $before;
        $this->assertStringContainsString('Managing Projects', $html);
        $this->assertStringContainsString('R-17', $html);
        $this->assertLessThan(10, $reads);
    }

    /**
     * Puts a record into the tables of the bridge.
     *
     * @param int $userid
     */
    private function fill(int $userid): void {
        $this->setAdminUser();
        $ids = ['userid' => $userid, 'as_of' => time() * 1000];
        $items = [
            'set_profiles' => ['zohoid' => '500000000000000001', 'student_id' => 'S-1001', 'email' => 'amal@example.com'],
            'set_registrations' => [
                'zohoid' => '500000000000000002', 'student' => '500000000000000001', 'programme' => 'Diploma in Business',
                'level' => 'Level 5', 'status' => 'Active', 'start_date' => '2026-09-01', 'end_date' => null,
            ],
            'set_finance' => [
                'zohoid' => '500000000000000001', 'scholarship' => '', 'scholarship_reason' => '', 'scholarship_percentage' => '20',
                'currency' => 'USD', 'amount_transferred' => null, 'transferred_currency' => null, 'payment_method' => '',
                'payment_mode' => '', 'bank_name' => '', 'bank_holder' => '', 'registration_fees' => null, 'invoice_reg_fees' => '',
                'total_amount' => '10000.00', 'discount_amount' => null, 'scholarship_amount' => '2000.00',
                'net_amount' => '8000.00',
                'instalments' => [
                    ['number' => 1, 'due_date' => '2026-12-01', 'amount' => '8000.00', 'paid' => '0', 'currency' => 'USD'],
                ],
                'payments' => [[
                    'zohoid' => '500000000000000004', 'number' => 'R-17', 'date' => '2026-09-14', 'amount' => '2000.00',
                    'currency' => 'USD', 'method' => 'Cash', 'purpose' => '', 'reduces_fee' => true,
                ]],
            ],
            'set_grades' => [
                'zohoid' => '500000000000000003', 'courseid' => null, 'unit_code' => 'U4', 'unit_name' => 'Managing Projects',
                'result' => 'M', 'status' => 'Released', 'attempt' => 1, 'date' => '2026-11-20',
                'criteria' => [['code' => 'P1', 'met' => true]], 'feedback' => 'Good.', 'explanation' => '',
            ],
        ];
        foreach ($items as $function => $item) {
            $result = ("\\local_campusbridge\\external\\{$function}")::execute(json_encode([$item + $ids]));
            $this->assertSame('created', $result['results'][0]['status'], $function . json_encode($result));
        }
        $this->setUser($userid);
    }

    /**
     * The current user's own page.
     *
     * @param record $record
     * @return string HTML
     */
    private function page(record $record): string {
        global $PAGE;
        $dashboard = new dashboard(access::to(0), $record, self::NOW);
        return $PAGE->get_renderer('core')->render(new dashboard_page($dashboard));
    }
}
