import { filesOf } from './plugin.ts'
import { caught, type PluginRule } from './plugin-rule.ts'

/** The first line and the last one of the words that Moodle wants on top of every file. */
const BOILERPLATE = [
  '// This file is part of Moodle - http://moodle.org/',
  '// along with Moodle.  If not, see <http://www.gnu.org/licenses/>.',
]

/** Syntax and functions that PHP 8.1 does not have, with the version that brought them. */
const LATER: readonly [what: string, pattern: RegExp][] = [
  ['readonly classes (8.2)', /^(?:(?:final|abstract) )*readonly (?:(?:final|abstract) )*class/m],
  ['the type true, false or null alone (8.2)', /\): (?:true|false|null)\s*[{;]/],
  ['typed constants (8.3)', /\bconst (?:string|int|float|bool|array|self|\??\w+\|\w+) [A-Z_]+\s*=/],
  ['Random\\ (8.2)', /\\Random\\/],
  ['json_validate, mb_str_pad, str_increment (8.3)', /\b(?:json_validate|mb_str_pad|str_(?:in|de)crement)\(/],
  [
    'array_find, array_any, array_all, mb_trim (8.4)',
    /(?<!function )\b(?:array_find|array_find_key|array_any|array_all|mb_[lr]?trim)\(/,
  ],
]

export const fileRules: readonly PluginRule[] = [
  {
    name: 'files-say-whose-they-are',
    comment: 'Every PHP file begins with Moodle’s words about its licence and says its package, copyright and licence.',
    objections(plugin) {
      return filesOf(plugin, /\.php$/).flatMap(([path, text]) => {
        const [first = '', last = ''] = BOILERPLATE
        const begins = text.startsWith(`<?php\n${first}\n`) && text.includes(`\n${last}\n`)
        const packages = caught(/@package\s+(\S+)/g, text)
        return [
          ...(begins ? [] : ['it does not begin with Moodle’s words about its licence']),
          ...(packages.length > 0 && packages.every((name) => name === plugin.component)
            ? []
            : [`its @package is not ${plugin.component}`]),
          ...['@copyright', '@license'].filter((tag) => !text.includes(tag)).map((tag) => `it has no ${tag}`),
        ].map((wrong) => `${path}: ${wrong}`)
      })
    },
  },
  {
    name: 'files-run-inside-moodle-only',
    comment: 'A file that does something when it is loaded is of no use to a stranger who asks for its address.',
    objections(plugin) {
      return filesOf(plugin, /^(?:db|lang\/\w+)\/\w+\.php$|^(?:version|settings)\.php$/)
        .filter(
          ([path, text]) =>
            !/^defined\('MOODLE_INTERNAL'\) \|\| die\(\);$/m.test(text) && !/^db\/(?:un)?(?:install|upgrade)/.test(path),
        )
        .map(([path]) => `${path}: it does not begin with defined('MOODLE_INTERNAL') || die();`)
    },
  },
  {
    name: 'php-is-of-8.1',
    comment: 'Moodle 4.5 runs on PHP 8.1, and what is newer is a parse error there.',
    objections(plugin) {
      return filesOf(plugin, /\.php$/).flatMap(([path, text]) =>
        LATER.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${path}: ${what}`),
      )
    },
  },
  {
    name: 'versions-agree',
    comment: 'version.php names the plugin of its folder, and asks for no newer neighbour than there is.',
    objections(plugin, all) {
      const { component, version, release, dependencies = {} } = plugin.declared.version
      return [
        ...(component === plugin.component ? [] : [`its component is not ${plugin.component}`]),
        ...(/^20\d{8}$/.test(String(version)) ? [] : ['its version is not of the form YYYYMMDDXX']),
        ...(/^\d+\.\d+\.\d+$/.test(release) ? [] : ['its release is not of the form 1.2.3']),
        ...all
          .filter((each) => (dependencies[each.component] ?? 0) > each.declared.version.version)
          .map(
            (each) =>
              `it asks for ${each.component} ${dependencies[each.component]}, and there is ${each.declared.version.version}`,
          ),
      ].map((wrong) => `version.php: ${wrong}`)
    },
  },
  {
    name: 'plugins-bring-their-papers',
    comment: 'Moodle’s plugin directory refuses a plugin without its licence, and a person one without a README.',
    objections(plugin) {
      return ['LICENSE', 'README.md', `lang/en/${plugin.component}.php`]
        .filter((path) => !plugin.paths.includes(path))
        .map((path) => `there is no ${path}`)
    },
  },
  {
    name: 'javascript-is-built',
    comment: 'Browsers are served amd/build; what is only in amd/src never runs.',
    objections(plugin) {
      return filesOf(plugin, /^amd\/src\/.*\.js$/)
        .map(([path]) => path.replace('amd/src/', 'amd/build/').replace(/\.js$/, '.min.js'))
        .filter((path) => !plugin.paths.includes(path))
        .map((path) => `there is no ${path}`)
    },
  },
  {
    name: 'features-are-tagged',
    comment: 'Behat finds a plugin’s features by the tags @local and @<component>; moodle-plugin-ci refuses one without.',
    objections(plugin) {
      return filesOf(plugin, /^tests\/behat\/.*\.feature$/).flatMap(([path, text]) => {
        const tags = (text.split('\n')[0] ?? '').split(/\s+/)
        return ['@local', `@${plugin.component}`]
          .filter((tag) => !tags.includes(tag))
          .map((tag) => `${path}: its first line lacks ${tag}`)
      })
    },
  },
]
