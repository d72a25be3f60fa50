import type { Declarations, Plugin } from './plugin.ts'

const BOILERPLATE = `<?php
// This file is part of Moodle - http://moodle.org/
//
// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.

/**
 * What it is for.
 *
 * @package    local_campusbridge
 * @copyright  2026 Campusbridge
 * @license    http://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
`

/** A PHP file of the plugin, below Moodle's own words. */
export const php = (text: string): string => `${BOILERPLATE}\n${text}\n`

/** A template of this name with an example. */
export const mustache = (name: string, example: string, text: string): string => `{{!
    This file is part of Moodle - http://moodle.org/
}}
{{!
    @template local_campusbridge/${name}

    Example context (json):
    ${example}
}}
${text}
`

const files: Record<string, string> = {
  'version.php': php("defined('MOODLE_INTERNAL') || die();"),
  'lang/en/local_campusbridge.php': php("defined('MOODLE_INTERNAL') || die();\n\n$string['campusbridge:use'] = 'Use it';"),
  'lang/ar/local_campusbridge.php': php("defined('MOODLE_INTERNAL') || die();"),
  'db/services.php': php("defined('MOODLE_INTERNAL') || die();"),
  'db/install.xml': `<?xml version="1.0" encoding="UTF-8" ?>
<XMLDB PATH="local/campusbridge/db" VERSION="20261126">
  <TABLES>
    <TABLE NAME="local_campusbridge_outbox" COMMENT="Events">
      <FIELDS>
        <FIELD NAME="id" TYPE="int" LENGTH="10" NOTNULL="true" SEQUENCE="true"/>
        <FIELD NAME="uuid" TYPE="char" LENGTH="36" NOTNULL="true" SEQUENCE="false"/>
      </FIELDS>
      <KEYS>
        <KEY NAME="primary" TYPE="primary" FIELDS="id"/>
      </KEYS>
      <INDEXES>
        <INDEX NAME="uuid" UNIQUE="true" FIELDS="uuid"/>
      </INDEXES>
    </TABLE>
  </TABLES>
</XMLDB>`,
  'db/upgrade.php': php(`function xmldb_local_campusbridge_upgrade($oldversion) {
    if ($oldversion < 2026112600) {
        $table = new xmldb_table('local_campusbridge_outbox');
        $dbman->add_field($table, new xmldb_field('uuid', XMLDB_TYPE_CHAR, '36'));
        upgrade_plugin_savepoint(true, 2026112600, 'local', 'campusbridge');
    }
}`),
  'classes/external/get_status.php': php(`namespace local_campusbridge\\external;

use core_external\\external_api;

final class get_status extends external_api {
    public static function execute_parameters() {}
    public static function execute() {
        self::validate_parameters(self::execute_parameters(), []);
        self::validate_context(\\context_system::instance());
        require_capability('local/campusbridge:use', \\context_system::instance());
        return \\local_campusbridge\\local\\status::now(get_string('status_' . $state, 'local_campusbridge'));
    }
    public static function execute_returns() {}
}`),
  'classes/local/status.php': php(`namespace local_campusbridge\\local;

final class status {
    public static function seen($event) {
        return $this->render_from_template('local_campusbridge/status', []);
    }
}`),
  'classes/task/send.php': php('namespace local_campusbridge\\task;\n\nfinal class send {\n    public function execute() {}\n}'),
  'classes/privacy/provider.php': php(`namespace local_campusbridge\\privacy;

final class provider {
    public const TABLE = ['local_campusbridge_outbox' => 'privacy:metadata:outbox'];
}`),
  'tests/local/status_test.php': php(
    'namespace local_campusbridge\\local;\n\nfinal class status_test extends \\basic_testcase {\n}',
  ),
  'templates/status.mustache': mustache(
    'status',
    '{ "name": "Rose", "rows": [{ "text": "one" }] }',
    '<p>{{#str}} welcome, local_campusbridge, {{name}} {{/str}}</p>\n<ul>{{#rows}}{{> local_campusbridge/row}}{{/rows}}</ul>',
  ),
  'templates/row.mustache': mustache('row', '{ "text": "one" }', '<li>{{#pix}} t/edit, core {{/pix}} {{text}}</li>'),
  'amd/src/status.js': "import {getString} from 'core/str';\ngetString('again', 'local_campusbridge');",
}

const strings = {
  again: 'Again',
  cachedef_status: 'Status',
  'campusbridge:use': 'Use it',
  pluginname: 'Campusbridge',
  'privacy:metadata:outbox': 'Events',
  status_good: 'Good',
  welcome: 'Welcome {$a}',
}

const declared: Declarations = {
  version: { component: 'local_campusbridge', version: 2_026_112_600, release: '0.1.0' },
  strings: { en: strings, ar: strings },
  capabilities: { 'local/campusbridge:use': {} },
  functions: {
    local_campusbridge_get_status: {
      classname: 'local_campusbridge\\external\\get_status',
      description: 'How it is',
      type: 'read',
    },
  },
  services: {
    Campusbridge: {
      functions: ['local_campusbridge_get_status'],
      requiredcapability: 'local/campusbridge:use',
      enabled: 0,
      restrictedusers: 1,
    },
  },
  observers: [{ eventname: '\\core\\event\\user_created', callback: '\\local_campusbridge\\local\\status::seen' }],
  hooks: [{ hook: 'core_user\\hook\\extend_user_menu', callback: ['local_campusbridge\\local\\status', 'seen'] }],
  tasks: [{ classname: 'local_campusbridge\\task\\send' }],
  caches: { status: {} },
  messages: {},
  mobile: {},
}

/** A small plugin that no rule objects to, with these files changed (null takes one away) and these declarations. */
export function soundPlugin(changes: Record<string, string | null> = {}, declaring: Partial<Declarations> = {}): Plugin {
  const all = { ...files, ...changes }
  const texts = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null)
  const built = ['LICENSE', 'README.md', 'amd/build/status.min.js']
  return {
    component: 'local_campusbridge',
    files: new Map(texts),
    paths: [...texts.map(([path]) => path), ...built.filter((path) => changes[path] !== null)],
    declared: { ...declared, ...declaring },
  }
}

/** The strings of every language, with changes. */
export const stringsWith = (en: Record<string, string | undefined>, ar: Record<string, string | undefined> = en) => ({
  strings: { en: changed(en), ar: changed(ar) },
})

function changed(changes: Record<string, string | undefined>): Record<string, string> {
  const texts = Object.entries({ ...strings, ...changes }).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return Object.fromEntries(texts.sort(([one], [other]) => (one < other ? -1 : 1)))
}
