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
 * Tests of creating and updating users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\external;

use core_external\external_api;

/**
 * Tests of creating and updating users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 * @covers     \local_campusbridge\external\upsert_users
 * @covers     \local_campusbridge\local\people\user_upsert
 * @covers     \local_campusbridge\local\people\user_item
 * @covers     \local_campusbridge\local\people\user_decision
 * @covers     \local_campusbridge\local\people\user_writer
 * @covers     \local_campusbridge\local\people\known_users
 * @covers     \local_campusbridge\local\people\taken_names
 * @covers     \local_campusbridge\local\people\result_structure
 * @covers     \local_campusbridge\local\people\people_dialect
 * @covers     \local_campusbridge\local\reading\fields
 */
final class upsert_users_test extends \advanced_testcase {
    /** When Zoho was read, for most items. */
    private const NOW = 1795600000000;

    /**
     * The service's account calls, and nothing is hidden in a test's own transaction.
     */
    protected function setUp(): void {
        parent::setUp();
        $this->preventResetByRollback();
        $this->resetAfterTest();
        $this->setUser($this->caller(['local/campusbridge:use', 'moodle/user:create', 'moodle/user:update']));
    }

    /**
     * A new person gets an account with everything that was sent.
     */
    public function test_a_new_user_is_created(): void {
        $sink = $this->redirectEvents();
        $results = $this->upsert([self::person(['city' => ' Amman ', 'country' => 'JO'])]);
        $this->assertSame(['created'], array_column($results, 'status'));
        $user = \core_user::get_user($results[0]['userid'], '*', MUST_EXIST);
        $stored = [
            'username' => 'amira.haddad',
            'auth' => 'oauth2',
            'firstname' => 'Amira',
            'lastname' => 'Haddad',
            'email' => 'amira.haddad@example.com',
            'city' => 'Amman',
            'country' => 'JO',
            'idnumber' => '100000000000000001',
            'confirmed' => '1',
            'suspended' => '0',
            'password' => AUTH_PASSWORD_NOT_CACHED,
        ];
        $this->assertEquals($stored, array_intersect_key((array) $user, $stored));
        $this->assertSame(['\core\event\user_created'], self::names($sink));
        $this->assertNull(get_user_preferences('create_password', null, $user->id));
    }

    /**
     * A new account that keeps its password in Moodle is mailed one by core's task.
     */
    public function test_a_password_is_made_where_moodle_keeps_it(): void {
        $results = $this->upsert([
            self::person(['auth' => 'manual', 'createpassword' => true]),
            self::other_person(2, ['createpassword' => true]),
        ]);
        $this->assertSame(['created', 'created'], array_column($results, 'status'));
        $this->assertEquals(1, get_user_preferences('create_password', null, $results[0]['userid']));
        $this->assertNull(get_user_preferences('create_password', null, $results[1]['userid']), 'oauth2 keeps none');
        $sink = $this->redirectEmails();
        $this->expectOutputRegex('/Creating passwords/');
        (new \core\task\send_new_user_passwords_task())->execute();
        $this->assertSame(['amira.haddad@example.com'], array_column($sink->get_messages(), 'to'));
        $this->assertEquals(1, get_user_preferences('auth_forcepasswordchange', null, $results[0]['userid']));
    }

    /**
     * The same again changes nothing and tells nobody.
     */
    public function test_the_same_again_is_skipped(): void {
        global $DB;
        $this->upsert([self::person()]);
        $before = $DB->get_record('user', ['idnumber' => '100000000000000001']);
        $sink = $this->redirectEvents();
        $results = $this->upsert([self::person(['as_of' => self::NOW + 5])]);
        $this->assertSame([['userid' => (int) $before->id, 'status' => 'skipped']], $results);
        $this->assertSame([], self::names($sink));
        $this->assertEquals($before, $DB->get_record('user', ['idnumber' => '100000000000000001']));
        $this->assertEquals(self::NOW + 5, $DB->get_field('local_campusbridge_asof', 'asof', ['itemkey' => '100000000000000001']));
    }

    /**
     * An update changes what differs, in one event, and says what stood there before. What is left out stays.
     */
    public function test_an_update_changes_only_what_differs(): void {
        [$created] = $this->upsert([self::person(['city' => 'Amman'])]);
        $sink = $this->redirectEvents();
        $results = $this->upsert([[
            'zohoid' => '100000000000000001', 'firstname' => 'Amirah', 'lastname' => 'Haddad', 'city' => '', 'as_of' => self::NOW,
        ]]);
        $this->assertSame([['userid' => $created['userid'], 'status' => 'updated', 'changes' => [
            ['field' => 'firstname', 'before' => 'Amira', 'after' => 'Amirah'],
            ['field' => 'city', 'before' => 'Amman', 'after' => ''],
        ]]], $results);
        $this->assertSame(['\core\event\user_updated'], self::names($sink));
        $user = \core_user::get_user($created['userid']);
        $this->assertSame(['Amirah', '', 'oauth2'], [$user->firstname, $user->city, $user->auth]);
        $this->assertSame('amira.haddad@example.com', $user->email);
    }

    /**
     * Suspending ends the sessions; lifting it lets the user in again.
     */
    public function test_suspending_ends_sessions(): void {
        global $DB;
        [$created] = $this->upsert([self::person()]);
        $DB->insert_record('sessions', (object) [
            'state' => 0,
            'sid' => md5('a'),
            'userid' => $created['userid'],
            'timecreated' => time(),
            'timemodified' => time(),
            'firstip' => '192.0.2.1',
            'lastip' => '192.0.2.1',
        ]);
        $this->upsert([['zohoid' => '100000000000000001', 'suspended' => true, 'as_of' => self::NOW]]);
        $this->assertFalse($DB->record_exists('sessions', ['userid' => $created['userid']]));
        $this->assertEquals(1, \core_user::get_user($created['userid'])->suspended);
        $this->upsert([['zohoid' => '100000000000000001', 'suspended' => false, 'as_of' => self::NOW]]);
        $this->assertEquals(0, \core_user::get_user($created['userid'])->suspended);
    }

    /**
     * What was read earlier than what was applied last changes nothing.
     */
    public function test_an_older_item_is_stale(): void {
        [$created] = $this->upsert([self::person()]);
        $sink = $this->redirectEvents();
        $results = $this->upsert([self::person(['firstname' => 'Old', 'as_of' => self::NOW - 1])]);
        $this->assertSame([['userid' => $created['userid'], 'status' => 'stale']], $results);
        $this->assertSame([], self::names($sink));
        $this->assertSame('Amira', \core_user::get_user($created['userid'])->firstname);
    }

    /**
     * A refused item does not make a later one, or the same one mended, stale.
     */
    public function test_a_refused_item_leaves_no_age(): void {
        global $DB;
        $this->getDataGenerator()->create_user(['email' => 'amira.haddad@example.com']);
        $this->assertSame('emailtaken', $this->upsert([self::person()])[0]['error']);
        $this->assertSame(0, $DB->count_records('local_campusbridge_asof'));
        $mended = self::person(['email' => 'other@example.com', 'as_of' => self::NOW - 9]);
        $this->assertSame('created', $this->upsert([$mended])[0]['status']);
    }

    /**
     * Nobody is adopted by username or e-mail address; the service says whom it means.
     */
    public function test_only_a_userid_adopts(): void {
        $user = $this->getDataGenerator()->create_user(['username' => 'amira.haddad', 'email' => 'amira.haddad@example.com']);
        $this->assertSame('usernametaken', $this->upsert([self::person()])[0]['error']);
        $results = $this->upsert([['zohoid' => '100000000000000001', 'userid' => (int) $user->id, 'as_of' => self::NOW]]);
        $this->assertSame('updated', $results[0]['status']);
        $this->assertSame([['field' => 'idnumber', 'before' => '', 'after' => '100000000000000001']], $results[0]['changes']);
        $this->assertSame('skipped', $this->upsert([['zohoid' => '100000000000000001', 'as_of' => self::NOW]])[0]['status']);
    }

    /**
     * Another idnumber is somebody else's word: it is replaced or kept only when the service says so.
     */
    public function test_another_idnumber_needs_a_decision(): void {
        global $DB;
        $user = $this->getDataGenerator()->create_user(['idnumber' => 'S-77']);
        $item = ['zohoid' => '100000000000000001', 'userid' => (int) $user->id, 'city' => 'Amman', 'as_of' => self::NOW];
        $refused = $this->upsert([$item])[0];
        $this->assertSame(['idnumberforeign', 'foreignidnumber'], [$refused['error'], $refused['field']]);
        $this->assertSame('updated', $this->upsert([$item + ['foreignidnumber' => 'keep']])[0]['status']);
        $this->assertSame('S-77', $DB->get_field('user', 'idnumber', ['id' => $user->id]));
        $this->assertSame('updated', $this->upsert([$item + ['foreignidnumber' => 'overwrite']])[0]['status']);
        $this->assertSame('100000000000000001', $DB->get_field('user', 'idnumber', ['id' => $user->id]));
    }

    /**
     * Wrong fields of an item, the code and the field of the refusal.
     *
     * @return array[]
     */
    public static function wrong_field_provider(): array {
        return [
            'no zohoid' => [['zohoid' => null], 'missing', 'zohoid'],
            'a short zohoid' => [['zohoid' => '123'], 'invalid', 'zohoid'],
            'a zohoid with a newline' => [['zohoid' => "100000000000000001\n"], 'invalid', 'zohoid'],
            'a number as zohoid' => [['zohoid' => 100000000000000001], 'invalid', 'zohoid'],
            'no as_of' => [['as_of' => null], 'missing', 'as_of'],
            'as_of in seconds' => [['as_of' => 1795600000], 'invalid', 'as_of'],
            'as_of as text' => [['as_of' => '1795600000000'], 'invalid', 'as_of'],
            'no username' => [['username' => null], 'missing', 'username'],
            'a blank username' => [['username' => ''], 'blank', 'username'],
            'a username with a plus' => [['username' => 'a+b@example.com'], 'invalid', 'username'],
            'a username in capitals' => [['username' => 'Amira'], 'invalid', 'username'],
            'a long username' => [['username' => str_repeat('a', 101)], 'toolong', 'username'],
            'no auth' => [['auth' => null], 'missing', 'auth'],
            'an auth that is not installed' => [['auth' => 'oidc9'], 'invalid', 'auth'],
            'an auth for services' => [['auth' => 'webservice'], 'invalid', 'auth'],
            'manual without password' => [['auth' => 'manual'], 'passwordneeded', 'createpassword'],
            'no first name' => [['firstname' => null], 'missing', 'firstname'],
            'a first name of spaces' => [['firstname' => '  '], 'blank', 'firstname'],
            'a first name of 101 characters' => [['firstname' => str_repeat('ł', 101)], 'toolong', 'firstname'],
            'a first name with tags' => [['firstname' => 'A<b>c</b>'], 'invalid', 'firstname'],
            'a first name that is none' => [['firstname' => 7], 'invalid', 'firstname'],
            'a last name of spaces' => [['lastname' => ' '], 'blank', 'lastname'],
            'a last name of 101 characters' => [['lastname' => str_repeat('a', 101)], 'toolong', 'lastname'],
            'no e-mail' => [['email' => null], 'missing', 'email'],
            'a blank e-mail' => [['email' => ''], 'blank', 'email'],
            'no e-mail address' => [['email' => 'amira'], 'invalid', 'email'],
            'a long city' => [['city' => str_repeat('a', 121)], 'toolong', 'city'],
            'a country in small letters' => [['country' => 'gb'], 'invalid', 'country'],
            'no country of ISO 3166' => [['country' => 'UK'], 'invalid', 'country'],
            'a country in words' => [['country' => 'Jordan'], 'toolong', 'country'],
            'suspended as number' => [['suspended' => 1], 'invalid', 'suspended'],
            'createpassword as text' => [['createpassword' => 'yes'], 'invalid', 'createpassword'],
            'a userid that is none' => [['userid' => 0], 'invalid', 'userid'],
            'a userid of nobody' => [['userid' => 987654], 'usernotfound', 'userid'],
            'an unknown decision' => [['foreignidnumber' => 'take'], 'invalid', 'foreignidnumber'],
            'an unknown field' => [['pasword' => 'x'], 'unknownfield', 'pasword'],
        ];
    }

    /**
     * Every refusal names the field; nothing is written.
     *
     * @dataProvider wrong_field_provider
     * @param array $wrong
     * @param string $error
     * @param string $field
     */
    public function test_a_wrong_field_is_named(array $wrong, string $error, string $field): void {
        global $DB;
        $before = $DB->count_records('user');
        [$result] = $this->upsert([self::person($wrong)]);
        $this->assertSame(['refused', $error, $field], [$result['status'], $result['error'], $result['field']]);
        $this->assertStringStartsWith("{$field}: ", $result['message']);
        $this->assertSame($before, $DB->count_records('user'));
    }

    /**
     * A hundred characters of any script are a name.
     */
    public function test_long_names_and_other_scripts_are_taken(): void {
        $name = str_repeat('é', 100);
        [$result] = $this->upsert([self::person(['firstname' => $name, 'lastname' => 'O’Connor عبد الله 😀'])]);
        $user = \core_user::get_user($result['userid']);
        $this->assertSame([$name, 'O’Connor عبد الله 😀'], [$user->firstname, $user->lastname]);
    }

    /**
     * Accounts that nothing from outside may change.
     */
    public function test_some_accounts_are_never_touched(): void {
        global $CFG, $USER;
        $deleted = $this->getDataGenerator()->create_user();
        delete_user($deleted);
        $remote = $this->getDataGenerator()->create_user(['mnethostid' => $CFG->mnet_localhost_id + 7]);
        $cases = [
            'useradmin' => get_admin()->id,
            'userguest' => $CFG->siteguest,
            'userdeleted' => $deleted->id,
            'userremote' => $remote->id,
        ];
        $item = ['zohoid' => '100000000000000001', 'city' => 'X', 'as_of' => self::NOW];
        foreach ($cases as $error => $userid) {
            $this->assertSame([$error, 'userid'], $this->refusal($item + ['userid' => (int) $userid]));
        }
        $this->assertSame(['userself', 'suspended'], $this->refusal($item + ['userid' => (int) $USER->id, 'suspended' => true]));
    }

    /**
     * E-mail addresses and usernames belong to one account, also within one call; what is given up is free.
     */
    public function test_addresses_and_usernames_are_taken_once(): void {
        $other = $this->getDataGenerator()->create_user(['username' => 'taken', 'email' => 'Taken@example.com']);
        $results = $this->upsert([
            self::person(['email' => 'tAKEN@EXAMPLE.com']),
            self::person(['zohoid' => '100000000000000002', 'username' => 'taken', 'email' => 'two@example.com']),
            self::person(['zohoid' => '100000000000000003', 'username' => 'three', 'email' => 'three@example.com']),
            self::person(['zohoid' => '100000000000000004', 'username' => 'four', 'email' => 'THREE@example.com']),
            self::person(['zohoid' => '100000000000000005', 'username' => 'three', 'email' => 'five@example.com']),
        ]);
        $this->assertSame(['emailtaken', 'usernametaken', null, 'emailtaken', 'usernametaken'],
            array_map(fn(array $result): ?string => $result['error'] ?? null, $results));
        $this->assertStringContainsString((string) $other->id, $results[0]['message']);

        $results = $this->upsert([
            ['zohoid' => '100000000000000003', 'email' => 'free@example.com', 'username' => 'free', 'as_of' => self::NOW],
            self::person(['zohoid' => '100000000000000004', 'username' => 'three', 'email' => 'three@example.com']),
        ]);
        $this->assertSame(['updated', 'created'], array_column($results, 'status'));
        [$result] = $this->upsert([['zohoid' => '100000000000000003', 'email' => 'FREE@example.com', 'as_of' => self::NOW]]);
        $this->assertSame('updated', $result['status'], 'the letters of one\'s own address may change');
    }

    /**
     * A site may allow one address for several accounts.
     */
    public function test_a_shared_address_where_the_site_allows_it(): void {
        set_config('allowaccountssameemail', 1);
        $this->getDataGenerator()->create_user(['email' => 'amira.haddad@example.com']);
        $this->assertSame('created', $this->upsert([self::person()])[0]['status']);
    }

    /**
     * Moodle lets several users have one idnumber: then nobody knows who is meant.
     */
    public function test_an_idnumber_of_two_users_is_not_guessed_about(): void {
        $first = $this->getDataGenerator()->create_user(['idnumber' => '100000000000000001']);
        $second = $this->getDataGenerator()->create_user(['idnumber' => '']);
        $item = ['zohoid' => '100000000000000001', 'userid' => (int) $second->id, 'as_of' => self::NOW];
        $this->assertSame(['idnumbertaken', 'zohoid'], $this->refusal($item));
        $this->getDataGenerator()->create_user(['idnumber' => '100000000000000001']);
        $this->assertSame(['idnumbertwice', 'zohoid'], $this->refusal(self::person()));
        $this->assertNotEmpty($first->id);
    }

    /**
     * One record twice in one call is a mistake of the caller.
     */
    public function test_one_record_twice_in_a_call_is_refused(): void {
        $results = $this->upsert([self::person(), self::person(['firstname' => 'Other'])]);
        $this->assertSame(['created', 'refused'], array_column($results, 'status'));
        $this->assertSame(['twice', 'zohoid'], [$results[1]['error'], $results[1]['field']]);
    }

    /**
     * Every item of a mixed batch gets its own result, in order.
     */
    public function test_a_mixed_batch(): void {
        $this->upsert([self::person(), self::other_person(2), self::other_person(3)]);
        $sink = $this->redirectEvents();
        $results = $this->upsert([
            self::person(['as_of' => self::NOW - 1]),
            self::other_person(2),
            self::other_person(4, ['email' => 'u3@example.com']),
            self::other_person(3, ['city' => 'Irbid']),
            self::other_person(5, ['email' => 'u5']),
            self::other_person(6),
        ]);
        $this->assertSame(['stale', 'skipped', 'refused', 'updated', 'refused', 'created'], array_column($results, 'status'));
        $names = self::names($sink);
        $this->assertSame(['\core\event\user_updated', '\core\event\user_created'], array_slice($names, -2));
    }

    /**
     * The tries that were undone leave nothing in the outbox; what was done stands there once.
     */
    public function test_undone_tries_leave_nothing_in_the_outbox(): void {
        global $DB;
        set_config('outboxenabled', 1, 'local_campusbridge');
        $this->getDataGenerator()->create_user(['email' => 'taken@example.com']);
        $DB->delete_records('local_campusbridge_outbox');
        $results = $this->upsert([self::person(), self::other_person(2), self::other_person(3, ['email' => 'taken@example.com'])]);
        $this->assertSame(['created', 'created', 'refused'], array_column($results, 'status'));
        $rows = $DB->get_records('local_campusbridge_outbox', ['eventtype' => 'user_created'], 'id');
        $this->assertSame(["user:{$results[0]['userid']}", "user:{$results[1]['userid']}"], array_column($rows, 'entity'));
        $this->assertSame(2, $DB->count_records('local_campusbridge_outbox'));
    }

    /**
     * Core's own capabilities count too, each for what it allows.
     */
    public function test_capabilities_of_core_are_respected(): void {
        $this->upsert([self::person()]);
        $this->setUser($this->caller(['local/campusbridge:use', 'moodle/user:update']));
        $results = $this->upsert([
            self::person(['city' => 'Irbid']),
            self::other_person(2),
        ]);
        $this->assertSame(['updated', 'refused'], array_column($results, 'status'));
        $this->assertSame('nopermission', $results[1]['error']);
        $this->assertStringContainsString('moodle/user:create', $results[1]['message']);
        $this->setUser($this->caller(['local/campusbridge:use', 'moodle/user:create']));
        $results = $this->upsert([self::person(['city' => 'Zarqa']), self::person(['zohoid' => '100000000000000009'])]);
        $this->assertSame(['nopermission', 'usernametaken'], array_column($results, 'error'));
    }

    /**
     * Without our own capability nothing is even looked at.
     */
    public function test_a_caller_without_the_capability_is_refused(): void {
        $this->setUser($this->caller(['moodle/user:create', 'moodle/user:update']));
        $this->expectException(\required_capability_exception::class);
        upsert_users::execute('[]');
    }

    /**
     * The parameter is one JSON list.
     */
    public function test_a_parameter_that_is_no_list_is_refused(): void {
        $this->expectException(\invalid_parameter_exception::class);
        $this->expectExceptionMessage('items: must be a JSON list of objects');
        upsert_users::execute('{"zohoid": "100000000000000001"}');
    }

    /**
     * A hundred unchanged users cost a handful of queries.
     */
    public function test_unchanged_users_cost_few_queries(): void {
        global $DB;
        $people = array_map(fn(int $n): array => self::other_person($n), range(1, 100));
        $this->upsert($people);
        $queries = $DB->perf_get_queries();
        $results = $this->upsert($people);
        $this->assertSame(['skipped' => 100], array_count_values(array_column($results, 'status')));
        $this->assertLessThan(12, $DB->perf_get_queries() - $queries);
    }

    /**
     * An item as the service sends it.
     *
     * @param array $fields what is different; null leaves a field out
     * @return array
     */
    private static function person(array $fields = []): array {
        return array_filter(array_merge([
            'zohoid' => '100000000000000001',
            'username' => 'amira.haddad',
            'auth' => 'oauth2',
            'firstname' => 'Amira',
            'lastname' => 'Haddad',
            'email' => 'amira.haddad@example.com',
            'as_of' => self::NOW,
        ], $fields), fn($value): bool => $value !== null);
    }

    /**
     * An item about somebody else.
     *
     * @param int $number makes id, username and e-mail address
     * @param array $fields what is different
     * @return array
     */
    private static function other_person(int $number, array $fields = []): array {
        return self::person($fields + [
            'zohoid' => (string) (100000000000000000 + $number),
            'username' => "u{$number}",
            'email' => "u{$number}@example.com",
        ]);
    }

    /**
     * Calls the function as the web service does.
     *
     * @param array[] $items
     * @return array[]
     */
    private function upsert(array $items): array {
        $answer = upsert_users::execute(json_encode($items));
        return external_api::clean_returnvalue(upsert_users::execute_returns(), $answer)['results'];
    }

    /**
     * Why an item alone is refused.
     *
     * @param array $item
     * @return string[] code and field
     */
    private function refusal(array $item): array {
        [$result] = $this->upsert([$item]);
        return [$result['error'], $result['field']];
    }

    /**
     * The names of the events that happened.
     *
     * @param \phpunit_event_sink $sink
     * @return string[]
     */
    private static function names(\phpunit_event_sink $sink): array {
        return array_map(fn(\core\event\base $event): string => $event->eventname, $sink->get_events());
    }

    /**
     * An account with some capabilities at system level.
     *
     * @param string[] $capabilities
     * @return \stdClass
     */
    private function caller(array $capabilities): \stdClass {
        $roleid = $this->getDataGenerator()->create_role();
        foreach ($capabilities as $capability) {
            assign_capability($capability, CAP_ALLOW, $roleid, SYSCONTEXTID);
        }
        $user = $this->getDataGenerator()->create_user();
        role_assign($roleid, $user->id, SYSCONTEXTID);
        return $user;
    }
}
