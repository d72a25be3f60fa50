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
 * Tests of the outbox.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\tests;

use local_campusbridge\local\outbox\outbox;

/**
 * What the tests of the outbox share: a site on which it is switched on.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
abstract class outbox_testcase extends \advanced_testcase {
    /** @var \moodle_database|null the connection of the other process, when there is one */
    private ?\moodle_database $other = null;

    #[\Override]
    protected function setUp(): void {
        parent::setUp();
        $this->resetAfterTest();
        $this->setAdminUser();
        set_config('outboxenabled', 1, 'local_campusbridge');
    }

    #[\Override]
    protected function tearDown(): void {
        $this->other?->dispose();
        $this->other = null;
        parent::tearDown();
    }

    /**
     * Enters the address and the secret of a service.
     *
     * @param string $secret
     * @param string $nextsecret
     */
    protected function configure(string $secret = 'first secret of the tests', string $nextsecret = ''): void {
        set_config('serviceurl', 'https://bridge.example.com', 'local_campusbridge');
        set_config('secret', \core\encryption::encrypt($secret), 'local_campusbridge');
        set_config('nextsecret', \core\encryption::encrypt($nextsecret), 'local_campusbridge');
    }

    /**
     * Writes a row about a user.
     *
     * @param int $userid
     * @param string $eventtype
     * @return int its id
     */
    protected function add(int $userid, string $eventtype = 'user_updated'): int {
        global $DB;
        outbox::add($eventtype, ['userid' => $userid], "user:{$userid}", 2);
        return (int) $DB->get_field_sql('SELECT MAX(id) FROM {' . outbox::TABLE . '}');
    }

    /**
     * Forgets what the preparation of a test wrote.
     */
    protected function empty_outbox(): void {
        global $DB;
        $DB->delete_records(outbox::TABLE);
    }

    /**
     * The rows so far, oldest first.
     *
     * @param string $eventtype '' for all
     * @return \stdClass[] with data decoded
     */
    protected function rows(string $eventtype = ''): array {
        global $DB;
        $rows = $DB->get_records(outbox::TABLE, $eventtype === '' ? [] : ['eventtype' => $eventtype], 'id');
        foreach ($rows as $row) {
            $row->data = json_decode($row->data, true);
        }
        return array_values($rows);
    }

    /**
     * The status of each row, oldest first.
     *
     * @return string[]
     */
    protected function statuses(): array {
        return array_column($this->rows(), 'status');
    }

    /**
     * Runs something as another process would, on a connection of its own.
     *
     * @param callable $work takes the connection
     * @return mixed what it returns
     */
    protected function as_another_process(callable $work): mixed {
        global $CFG, $DB;
        $mine = $DB;
        if ($this->other === null) {
            $this->other = \moodle_database::get_driver_instance($CFG->dbtype, $CFG->dblibrary);
            $this->other->connect($CFG->dbhost, $CFG->dbuser, $CFG->dbpass, $CFG->dbname, $CFG->prefix, $CFG->dboptions);
        }
        $DB = $this->other;
        try {
            return $work($DB);
        } finally {
            $DB = $mine;
        }
    }
}
