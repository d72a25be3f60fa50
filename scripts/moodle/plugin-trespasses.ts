import type { Plugin } from './plugin.ts'
import { mustache, php, soundPlugin, stringsWith } from './sound-plugins.ts'

/** A plugin with one fault: the rule that it breaks must object, and no other. */
export type PluginTrespass = { rule: string; what: string; plugin: Plugin }

const trespass = (rule: string, what: string, plugin: Plugin): PluginTrespass => ({ rule, what, plugin })

const sound = soundPlugin()
const textOf = (path: string): string => sound.files.get(path) ?? ''
const swapped = (path: string, from: string, to: string): Record<string, string> => {
  if (!textOf(path).includes(from)) throw new Error(`${path} has no "${from}"`)
  return { [path]: textOf(path).replaceAll(from, to) }
}

const INSTALL = 'db/install.xml'
const EXTERNAL = 'classes/external/get_status.php'
const STATUS = 'classes/local/status.php'
const TEMPLATE = 'templates/status.mustache'
const UPGRADE = 'db/upgrade.php'

export const pluginTrespasses: readonly PluginTrespass[] = [
  ...(
    [
      ['it is of another plugin', 'local/campusbridge/db', 'local/other/db'],
      ['a table without a comment', ' COMMENT="Events"', ''],
      ['no sequence', 'NOTNULL="true" SEQUENCE="true"', 'NOTNULL="true" SEQUENCE="false"'],
      ['an index on a missing column', 'FIELDS="uuid"', 'FIELDS="uuid, seq"'],
      [
        'two indexes on one column',
        'TYPE="primary" FIELDS="id"',
        'TYPE="primary" FIELDS="id"/><KEY NAME="k" TYPE="unique" FIELDS="uuid"',
      ],
      ['a key twice', 'INDEX NAME="uuid"', 'INDEX NAME="primary"'],
      ['a text that cannot be indexed', 'LENGTH="36"', 'LENGTH="1334"'],
    ] as const
  ).map(([what, from, to]) => trespass('tables-are-well-formed', what, soundPlugin(swapped(INSTALL, from, to)))),
  trespass(
    'tables-are-well-formed',
    'it is not well-formed',
    soundPlugin({ ...swapped(INSTALL, '</FIELDS>', ''), [UPGRADE]: null }),
  ),
  trespass(
    'tables-are-well-formed',
    'a table of another component',
    soundPlugin({
      ...swapped(INSTALL, 'local_campusbridge_outbox', 'campusbridge_outbox'),
      ...swapped(UPGRADE, 'local_campusbridge_outbox', 'campusbridge_outbox'),
      ...swapped('classes/privacy/provider.php', 'local_campusbridge_outbox', 'campusbridge_outbox'),
    }),
  ),
  trespass(
    'tables-are-well-formed',
    'a column in capitals',
    soundPlugin({ ...swapped(INSTALL, '"uuid"', '"UUID"'), ...swapped(UPGRADE, "'uuid'", "'UUID'") }),
  ),
  trespass(
    'tables-are-told-to-the-privacy-api',
    'a table that the provider forgets',
    soundPlugin(swapped('classes/privacy/provider.php', 'local_campusbridge_outbox', 'local_campusbridge_inbox')),
  ),
  trespass(
    'upgrades-lead-to-what-is-installed',
    'a step without its savepoint',
    soundPlugin(swapped(UPGRADE, 'true, 2026112600', 'true, 2026112500')),
  ),
  trespass(
    'upgrades-lead-to-what-is-installed',
    'a step ahead of version.php',
    soundPlugin(swapped(UPGRADE, '2026112600', '2026112601')),
  ),
  trespass('upgrades-lead-to-what-is-installed', 'a field that new sites lack', soundPlugin(swapped(UPGRADE, "'uuid'", "'seq'"))),
  trespass(
    'upgrades-lead-to-what-is-installed',
    'a table that new sites lack',
    soundPlugin(swapped(UPGRADE, "'local_campusbridge_outbox'", "'local_campusbridge_inbox'")),
  ),

  trespass(
    'every-string-is-there',
    'PHP asks for more',
    soundPlugin({ 'lib.php': php("throw new moodle_exception('nothing', 'local_campusbridge');") }),
  ),
  trespass(
    'every-string-is-there',
    'a help without its text',
    soundPlugin({ 'lib.php': php("$form->addHelpButton('x', 'again', 'local_campusbridge');") }),
  ),
  trespass(
    'every-string-is-there',
    'JavaScript asks for more',
    soundPlugin({ 'amd/src/status.js': `${textOf('amd/src/status.js')}\ngetString('nothing', 'local_campusbridge')` }),
  ),
  trespass(
    'every-string-is-there',
    'a template asks for more',
    soundPlugin(swapped(TEMPLATE, '<ul>', '<p>{{#str}}nothing, local_campusbridge{{/str}}</p><ul>')),
  ),
  trespass(
    'every-string-is-there',
    'the privacy provider asks for more',
    soundPlugin(swapped('classes/privacy/provider.php', '];', ", 'x' => 'privacy:metadata:nothing'];")),
  ),
  trespass('every-string-is-there', 'no string begins like that', soundPlugin({}, stringsWith({ status_good: undefined }))),
  trespass(
    'every-string-is-there',
    'a capability without a name',
    soundPlugin({}, stringsWith({ 'campusbridge:use': undefined })),
  ),
  trespass('every-string-is-there', 'a cache without a name', soundPlugin({}, { caches: { status: {}, other: {} } })),
  trespass(
    'every-string-is-there',
    'a check without a name',
    soundPlugin({ 'classes/check/clock.php': php('namespace local_campusbridge\\check;\n\nfinal class clock {\n}') }),
  ),
  trespass(
    'no-string-is-left-over',
    'a description of nothing',
    soundPlugin({ 'lib.php': php("get_string($key . '_desc', 'local_campusbridge');") }, stringsWith({ other_desc: 'Other' })),
  ),
  trespass('no-string-is-left-over', 'a string that nobody asks for', soundPlugin({}, stringsWith({ left: 'Left' }))),
  trespass('languages-say-the-same', 'Arabic lacks one', soundPlugin({}, stringsWith({}, { again: undefined }))),
  trespass('languages-say-the-same', 'Arabic has one more', soundPlugin({}, stringsWith({}, { more: 'More' }))),
  trespass('languages-say-the-same', 'Arabic forgets a name', soundPlugin({}, stringsWith({}, { welcome: 'Welcome' }))),
  trespass(
    'languages-say-the-same',
    'out of order',
    soundPlugin({}, { strings: { en: Object.fromEntries(Object.entries(sound.declared.strings.en ?? {}).reverse()) } }),
  ),
  trespass(
    'languages-say-the-same',
    'a key twice',
    soundPlugin({
      'lang/ar/local_campusbridge.php': php("defined('MOODLE_INTERNAL') || die();\n$string['a'] = 1;\n$string['a'] = 2;"),
    }),
  ),

  trespass(
    'every-capability-is-declared',
    'a capability that nobody can have',
    soundPlugin({ 'lib.php': php("require_capability('local/campusbridge:rule', $context);") }),
  ),
  trespass(
    'every-capability-guards-something',
    'a capability that nobody asks about',
    soundPlugin(
      {},
      {
        capabilities: { ...sound.declared.capabilities, 'local/campusbridge:idle': {} },
        ...stringsWith({ 'campusbridge:idle': 'Idle' }),
      },
    ),
  ),

  trespass(
    'every-web-service-has-its-class',
    'without a returned type',
    soundPlugin(swapped(EXTERNAL, 'execute_returns', 'returns')),
  ),
  trespass(
    'every-web-service-has-its-class',
    'a function called otherwise',
    soundPlugin({}, { functions: { local_campusbridge_status: functionOf(sound) } }),
  ),
  trespass(
    'every-web-service-has-its-class',
    'neither read nor write, and nobody says what it does',
    soundPlugin({}, { functions: { local_campusbridge_get_status: { classname: functionOf(sound).classname } } }),
  ),
  trespass('every-web-service-is-declared', 'a class that cannot be called', soundPlugin({}, { functions: {} })),
  trespass(
    'every-web-service-asks-who-calls',
    'no capability',
    soundPlugin(swapped(EXTERNAL, 'require_capability(', 'has_capability(')),
  ),
  trespass(
    'every-web-service-asks-who-calls',
    'the context after the capability',
    soundPlugin(swapped(EXTERNAL, 'self::validate_parameters(', 'self::validate_context(1) || self::validate_parameters(')),
  ),
  trespass(
    'services-are-closed-at-first',
    'switched on',
    soundPlugin({}, { services: { Campusbridge: { ...serviceOf(sound), enabled: 1 } } }),
  ),
  trespass(
    'services-are-closed-at-first',
    'for everybody',
    soundPlugin({}, { services: { Campusbridge: { ...serviceOf(sound), restrictedusers: 0 } } }),
  ),

  trespass(
    'classes-are-where-they-are-looked-for',
    'another namespace',
    soundPlugin(swapped('classes/task/send.php', 'local_campusbridge\\task', 'local_campusbridge\\tasks')),
  ),
  trespass(
    'classes-are-where-they-are-looked-for',
    'a test of another name',
    soundPlugin(swapped('tests/local/status_test.php', 'class status_test', 'class other_test')),
  ),
  trespass(
    'every-class-is-there',
    'an import of nothing',
    soundPlugin({ 'lib.php': php('use local_campusbridge\\local\\nothing;') }),
  ),
  trespass('every-class-is-there', 'a call of nothing', soundPlugin({ 'lib.php': php('\\local_campusbridge\\nothing::run();') })),
  trespass('every-callback-is-there', 'no such method', soundPlugin(swapped(STATUS, 'function seen', 'function unseen'))),
  trespass(
    'every-callback-is-there',
    'no such task',
    soundPlugin({}, { tasks: [{ classname: 'local_campusbridge\\task\\nothing' }] }),
  ),

  trespass(
    'every-template-is-there',
    'PHP renders nothing',
    soundPlugin({ 'lib.php': php("$output->render_from_template('local_campusbridge/nothing', []);") }),
  ),
  trespass(
    'every-template-is-there',
    'no template begins like that',
    soundPlugin({ 'lib.php': php('$output->render_from_template("local_campusbridge/part_{$name}", []);') }),
  ),
  trespass(
    'every-template-is-there',
    'a template holds nothing',
    soundPlugin(swapped(TEMPLATE, '<ul>', '{{> local_campusbridge/nothing}}<ul>')),
  ),
  trespass(
    'no-template-is-left-over',
    'nobody renders it',
    soundPlugin({ 'templates/left.mustache': mustache('left', '{}', '<p>Left</p>') }),
  ),
  trespass(
    'templates-say-what-they-need',
    'another name',
    soundPlugin(swapped(TEMPLATE, '@template local_campusbridge/status', '@template x/y')),
  ),
  trespass('templates-say-what-they-need', 'no example', soundPlugin(swapped(TEMPLATE, 'Example context (json):', ''))),
  trespass('templates-say-what-they-need', 'an example that is no JSON', soundPlugin(swapped(TEMPLATE, '"Rose",', '"Rose"'))),
  trespass('templates-make-sound-html', 'an element left open', soundPlugin(swapped(TEMPLATE, '</ul>', ''))),
  trespass('templates-make-sound-html', 'a section left open', soundPlugin(swapped(TEMPLATE, '{{/rows}}', ''))),
  trespass(
    'templates-make-sound-html',
    'a picture without words',
    soundPlugin(swapped('templates/row.mustache', '{{text}}', '<img src="photo.png">')),
  ),

  trespass(
    'files-say-whose-they-are',
    'of another plugin',
    soundPlugin(swapped(STATUS, 'local_campusbridge\n', 'local_other\n')),
  ),
  trespass('files-say-whose-they-are', 'without a licence', soundPlugin(swapped(STATUS, '@license', '@licence'))),
  trespass(
    'files-say-whose-they-are',
    'without Moodle’s words',
    soundPlugin(swapped(STATUS, '// This file is part of Moodle - http://moodle.org/', '// Ours.')),
  ),
  trespass('files-run-inside-moodle-only', 'for strangers too', soundPlugin({ 'version.php': php('$plugin->version = 1;') })),
  trespass('php-is-of-8.1', 'a readonly class', soundPlugin(swapped(STATUS, 'final class', 'final readonly class'))),
  trespass('php-is-of-8.1', 'a typed constant', soundPlugin({ 'lib.php': php('final class a { const string NAME = 1; }') })),
  trespass(
    'versions-agree',
    'a neighbour that does not exist yet',
    soundPlugin({}, { version: { ...sound.declared.version, dependencies: { local_campusbridge: 2_026_112_601 } } }),
  ),
  trespass('plugins-bring-their-papers', 'no licence', soundPlugin({ LICENSE: null })),
  trespass(
    'features-are-tagged',
    'a feature nobody runs',
    soundPlugin({ 'tests/behat/pages.feature': '@local\nFeature: Pages\n' }),
  ),
  trespass('javascript-is-built', 'a source alone', soundPlugin({ 'amd/build/status.min.js': null })),
]

function functionOf({ declared }: Plugin) {
  const [only] = Object.values(declared.functions)
  if (only === undefined) throw new Error('The sound plugin has no function')
  return only
}

function serviceOf({ declared }: Plugin) {
  const [only] = Object.values(declared.services)
  if (only === undefined) throw new Error('The sound plugin has no service')
  return only
}
