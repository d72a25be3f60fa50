import { filesOf, type Plugin } from './plugin.ts'
import { caught, distinct, type PluginRule, repeated } from './plugin-rule.ts'

const KEY = '[\'"]([\\w:/]+)[\'"]'

/** A key, or the beginning of keys that are put together when it runs. */
type Use = { path: string; key: string; isPrefix: boolean }

export const stringRules: readonly PluginRule[] = [
  {
    name: 'every-string-is-there',
    comment: 'What is asked of get_string() and its kin is in lang/en; otherwise people read [[key]].',
    objections(plugin, all) {
      const known = (component: string) =>
        Object.keys(all.find((each) => each.component === component)?.declared.strings.en ?? {})
      const asked = all.flatMap(({ component }) => usesOf(plugin, component).map((use) => ({ ...use, component })))
      const missing = asked.filter(({ component, key, isPrefix }) =>
        isPrefix ? !known(component).some((each) => each.startsWith(key)) : !known(component).includes(key),
      )
      const own = Object.keys(plugin.declared.strings.en ?? {})
      return [
        ...missing.map(({ path, key, component, isPrefix }) =>
          isPrefix ? `${path}: no string of ${component} begins with "${key}"` : `${path}: ${component} has no string "${key}"`,
        ),
        ...impliedKeys(plugin)
          .filter(({ key }) => !own.includes(key))
          .map(({ path, key }) => `${path}: Moodle shows the string "${key}" for it, and lang/en does not have it`),
      ]
    },
  },
  {
    name: 'no-string-is-left-over',
    comment: 'A string that nobody asks for is translated for nothing.',
    objections(plugin, all) {
      const implied = new Set(impliedKeys(plugin).map(({ key }) => key))
      const prefixes = all.flatMap((each) => usesOf(each, plugin.component)).filter(({ isPrefix }) => isPrefix)
      const sources = all.flatMap((each) => filesOf(each, /^(?!lang\/|tests\/).*\.(php|js|mustache)$/)).map(([, text]) => text)
      const isNamed = (key: string) => sources.some((text) => text.includes(`'${key}'`) || asksInTemplate(text, key))
      const suffixes = all
        .flatMap((each) => filesOf(each, /\.php$/))
        .flatMap(([, text]) => sourceSuffixes(text, plugin.component))
      const isSuffixed = (key: string) => suffixes.some((suffix) => key.endsWith(suffix) && isNamed(key.slice(0, -suffix.length)))
      const isHelp = (key: string) => /_(help|link)$/.test(key) && isNamed(key.replace(/_(help|link)$/, ''))
      return Object.keys(plugin.declared.strings.en ?? {})
        .filter((key) => !implied.has(key) && !isNamed(key) && !isHelp(key) && !isSuffixed(key))
        .filter((key) => !prefixes.some((prefix) => key.startsWith(prefix.key)))
        .map((key) => `lang/en/${plugin.component}.php: nobody asks for "${key}"`)
    },
  },
  {
    name: 'languages-say-the-same',
    comment:
      'Every language has the keys of lang/en and no others, in alphabetical order, each once, with the same placeholders.',
    objections(plugin) {
      const { strings } = plugin.declared
      const english = strings.en ?? {}
      return Object.entries(strings).flatMap(([language, texts]) => {
        const keys = Object.keys(texts)
        const path = `lang/${language}/${plugin.component}.php`
        const unsorted = keys.find((key, index) => index > 0 && key < (keys[index - 1] ?? ''))
        return [
          ...Object.keys(english)
            .filter((key) => !keys.includes(key))
            .map((key) => `"${key}" is missing`),
          ...keys.filter((key) => english[key] === undefined).map((key) => `"${key}" is not in lang/en`),
          ...(unsorted === undefined ? [] : [`"${unsorted}" is not in its place of the alphabet`]),
          ...repeated(caught(/^\$string\['([^']+)'\]/gm, plugin.files.get(path) ?? '')).map(
            (key) => `"${key}" stands there twice`,
          ),
          ...Object.entries(texts)
            .filter(([key, text]) => placeholders(text) !== placeholders(english[key] ?? text))
            .map(([key]) => `"${key}" has other placeholders than in lang/en`),
        ].map((wrong) => `${path}: ${wrong}`)
      })
    },
  },
]

/** Where a plugin asks for strings of a component. */
function usesOf(plugin: Plugin, component: string): Use[] {
  const inSources = filesOf(plugin, /^(?!lang\/).*\.(php|js)$/).flatMap(([path, text]) => [
    ...sourceKeys(text, component).map((key) => ({ path, key, isPrefix: false })),
    ...sourcePrefixes(text, component).map((key) => ({ path, key, isPrefix: true })),
  ])
  const privacy =
    plugin.component === component
      ? filesOf(plugin, /^classes\/privacy\//).flatMap(([path, text]) =>
          caught(/'(privacy:[\w:]+)'/g, text).map((key) => ({ path, key, isPrefix: false })),
        )
      : []
  const inTemplates = filesOf(plugin, /\.mustache$/).flatMap(([path, text]) =>
    caught(
      new RegExp(`\\{\\{#\\s*(?:clean)?str\\s*\\}\\}\\s*([^,{}]*(?:\\{\\{[^}]*\\}\\})?)[^,{}]*,\\s*${component}\\b`, 'g'),
      text,
    ).map((asked) => {
      const key = asked.trim()
      return { path, key: key.replace(/\{\{.*$/, ''), isPrefix: key.includes('{{') }
    }),
  )
  return distinctUses([...inSources, ...privacy, ...inTemplates])
}

/** `get_string('key', 'component'`, and all that take key and component in this order. */
function sourceKeys(text: string, component: string): string[] {
  const takers =
    'get_string|string_for_js|lang_string|moodle_exception|help_icon|getString|getString|required_capability_exception'
  const direct = new RegExp(`\\b(?:${takers})\\(\\s*${KEY},\\s*['"]${component}['"]`, 'g')
  const help = new RegExp(`\\baddHelpButton\\(\\s*['"][\\w:\\[\\]]+['"],\\s*${KEY},\\s*['"]${component}['"]`, 'g')
  const lists = new RegExp(`\\b(?:get_strings|strings_for_js)\\(\\s*\\[([^\\]]*)\\],\\s*['"]${component}['"]`, 'g')
  const keyed = new RegExp(`\\bkey:\\s*${KEY},\\s*component:\\s*['"]${component}['"]`, 'g')
  const identifiers = new RegExp(`['"](\\w[\\w:]*),\\s*${component}['"]`, 'g')
  const helped = caught(help, text)
  return [
    ...[direct, keyed, identifiers].flatMap((pattern) => caught(pattern, text)),
    ...helped.flatMap((key) => [key, `${key}_help`]),
    ...caught(lists, text).flatMap((list) => caught(new RegExp(KEY, 'g'), list)),
  ]
}

/** `get_string('status_' . $status, 'component')`, and the same between double quotes. */
function sourcePrefixes(text: string, component: string): string[] {
  const joined = new RegExp(`\\b(?:get_string|lang_string)\\(\\s*'([\\w:]+)'\\s*\\.[^;]{0,80}?,\\s*'${component}'`, 'g')
  const filled = new RegExp(`\\b(?:get_string|lang_string)\\(\\s*"([\\w:]+)\\{?\\$[^"]*",\\s*'${component}'`, 'g')
  return [...caught(joined, text), ...caught(filled, text)]
}

/** `get_string($key . '_desc', 'component')`: what is put behind a key that stands elsewhere. */
function sourceSuffixes(text: string, component: string): string[] {
  return caught(
    new RegExp(`\\b(?:get_string|lang_string)\\(\\s*\\$\\w+\\s*\\.[^;']{0,60}'(\\w+)'[^;]{0,20}?,\\s*'${component}'`, 'g'),
    text,
  )
}

/** Strings that Moodle asks for by itself, because of what the plugin declares. */
function impliedKeys({ component, paths, declared }: Plugin): { path: string; key: string }[] {
  const short = component.replace(/^local_/, '')
  return [
    { path: 'version.php', key: 'pluginname' },
    ...Object.keys(declared.capabilities).map((name) => ({
      path: 'db/access.php',
      key: name.replace(`local/${short}:`, `${short}:`),
    })),
    ...Object.keys(declared.caches).map((name) => ({ path: 'db/caches.php', key: `cachedef_${name}` })),
    ...Object.keys(declared.messages).map((name) => ({ path: 'db/messages.php', key: `messageprovider:${name}` })),
    // \core\check\check names a check after its class.
    ...paths
      .filter((path) => path.startsWith('classes/check/'))
      .map((path) => ({ path, key: `check${path.slice('classes/check/'.length, -'.php'.length)}` })),
    ...Object.values(declared.mobile)
      .flatMap(({ lang = [] }) => lang)
      .filter(([, of]) => of === component)
      .map(([key]) => ({ path: 'db/mobile.php', key })),
  ]
}

function asksInTemplate(text: string, key: string): boolean {
  return new RegExp(`\\{\\{#\\s*(?:clean)?str\\s*\\}\\}\\s*${key}\\s*,`).test(text)
}

function distinctUses(uses: Use[]): Use[] {
  return [...new Map(uses.map((use) => [`${use.path} ${use.key} ${use.isPrefix}`, use])).values()]
}

/** `{$a}` and `{$a->name}` in alphabetical order: a translation may put them in another. */
function placeholders(text: string): string {
  return distinct(caught(/(\{\$a(?:->\w+)?\})/g, text))
    .sort((one, other) => (one < other ? -1 : 1))
    .join()
}
