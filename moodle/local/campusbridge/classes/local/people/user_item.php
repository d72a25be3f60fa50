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
 * One person, as the service sends them.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_campusbridge\local\people;

use local_campusbridge\local\item_refused;
use local_campusbridge\local\reading\fields;

/**
 * One item of local_campusbridge_upsert_users, checked as far as that can be done without looking at other users.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class user_item {
    /** The columns of the user table that an item may set, and their length in characters. */
    private const COLUMNS = [
        'username' => 100,
        'auth' => 20,
        'firstname' => 100,
        'lastname' => 100,
        'email' => 100,
        'city' => 120,
        'country' => 2,
    ];

    /** The columns that must not be empty. */
    private const NEVER_BLANK = ['username', 'auth', 'firstname', 'lastname', 'email'];

    /** Authentication methods that no account gets from here; core's web services refuse them too. */
    private const NO_AUTH = ['mnet', 'webservice'];

    /**
     * Constructor.
     *
     * @param string $zohoid id of the Zoho record, the user's idnumber
     * @param int|null $userid the user to update; null to find them by idnumber
     * @param string $foreignidnumber what to do when the user has another idnumber: refuse, keep or overwrite
     * @param string[] $columns values by column, only what the item says
     * @param bool $createpassword whether Moodle makes a password for a new account and mails it
     * @param int $asof milliseconds since 1970
     */
    private function __construct(
        /** @var string id of the Zoho record, the user's idnumber */
        public readonly string $zohoid,
        /** @var int|null the user to update */
        public readonly ?int $userid,
        /** @var string refuse, keep or overwrite */
        public readonly string $foreignidnumber,
        /** @var string[] values by column */
        public readonly array $columns,
        /** @var bool whether Moodle makes and mails a password */
        public readonly bool $createpassword,
        /** @var int milliseconds since 1970 */
        public readonly int $asof
    ) {
    }

    /**
     * Reads an item.
     *
     * @param array $item
     * @return self
     * @throws item_refused
     */
    public static function read(array $item): self {
        $fields = new fields($item, '', new people_dialect());
        $fields->only([
            'zohoid', 'userid', 'foreignidnumber', ...array_keys(self::COLUMNS), 'suspended', 'createpassword', 'as_of',
        ]);
        $columns = [];
        foreach (self::COLUMNS as $column => $length) {
            $value = $fields->optional_clean_text($column, $length, self::type_of($column));
            if ($value !== null) {
                $columns[$column] = self::checked($column, $value);
            }
        }
        if ($fields->has('suspended')) {
            $columns['suspended'] = $fields->flag('suspended') ? '1' : '0';
        }
        return new self(
            zohoid: $fields->zohoid('zohoid'),
            userid: $fields->optional_moodleid('userid'),
            foreignidnumber: $fields->optional_word('foreignidnumber', ['refuse', 'keep', 'overwrite']) ?? 'refuse',
            columns: $columns,
            createpassword: $fields->optional_flag('createpassword') ?? false,
            asof: $fields->asof(),
        );
    }

    /**
     * Refuses to make an account of an item that lacks what an account needs.
     *
     * @throws item_refused
     */
    public function require_account(): void {
        (new fields($this->columns, '', new people_dialect()))->need(self::NEVER_BLANK);
        if ($this->keeps_password() && !$this->createpassword) {
            throw new item_refused('passwordneeded', 'createpassword',
                "createpassword: must be true for a new account with {$this->columns['auth']}, whose password Moodle keeps");
        }
    }

    /**
     * Whether the account's authentication keeps a password in Moodle that its owner may change.
     *
     * @return bool
     */
    public function keeps_password(): bool {
        $auth = get_auth_plugin($this->columns['auth']);
        return $auth->is_internal() && $auth->can_change_password();
    }

    /**
     * The cleaning type of a column. Username, e-mail address, authentication and country have checks of their own.
     *
     * @param string $column
     * @return string
     */
    private static function type_of(string $column): string {
        return in_array($column, ['username', 'email', 'auth', 'country']) ? PARAM_RAW : \core_user::get_property_type($column);
    }

    /**
     * A column's value if it may be stored.
     *
     * @param string $column
     * @param string $value
     * @return string
     * @throws item_refused
     */
    private static function checked(string $column, string $value): string {
        if ($value === '' && in_array($column, self::NEVER_BLANK)) {
            throw new item_refused('blank', $column, "{$column}: must not be blank");
        }
        $problem = match ($column) {
            'username' => $value === \core_user::clean_field($value, 'username') ? '' : 'must be of a-z 0-9 - . _ @, in lower case',
            'auth' => self::is_auth($value) ? '' : 'must be an installed authentication method, such as manual or oauth2',
            'email' => validate_email($value) ? '' : 'must be an e-mail address',
            'country' => $value === '' || self::is_country($value) ? '' : 'must be a country of ISO 3166, such as GB, or empty',
            default => '',
        };
        if ($problem !== '') {
            throw new item_refused('invalid', $column, "{$column}: {$problem}");
        }
        return $value;
    }

    /**
     * Whether accounts may have an authentication method.
     *
     * @param string $auth
     * @return bool
     */
    private static function is_auth(string $auth): bool {
        return !in_array($auth, self::NO_AUTH) && array_key_exists($auth, \core_component::get_plugin_list('auth'));
    }

    /**
     * Whether Moodle knows a country.
     *
     * @param string $country
     * @return bool
     */
    private static function is_country(string $country): bool {
        return array_key_exists($country, get_string_manager()->get_list_of_countries(true));
    }
}
