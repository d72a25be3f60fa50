import { HtmlValidate } from 'html-validate'
import { filesOf, type Plugin } from './plugin.ts'
import { caught, distinct, type PluginRule } from './plugin-rule.ts'
import { exampleOf, partialsOf, renderExample, type Templates, type Words } from './template-example.ts'

/** Pages of the Moodle app: Ionic's own elements, and other delimiters because the app fills them in itself. */
const OF_THE_APP = /^templates\/mobileapp\//

const html = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended'],
  rules: {
    // A template is a piece of a page: its headings go on from those around it.
    'heading-level': ['error', { minInitialRank: 'any', allowMultipleH1: false }],
    // What is left where Mustache took its sections away.
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'no-raw-characters': ['error', { relaxed: true }],
    'void-style': 'off',
    'long-title': 'off',
    // Moodle's pages carry these from Bootstrap; screen readers profit.
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
    'valid-id': ['error', { relaxed: true }],
  },
})

export const templateRules: readonly PluginRule[] = [
  {
    name: 'every-template-is-there',
    comment: 'A template that PHP, JavaScript or another template asks for has its file.',
    objections(plugin, all) {
      const known = new Set(all.flatMap((each) => [...templatesOf(each).keys()]))
      const ours = new RegExp(`^(?:${all.map(({ component }) => component).join('|')})/`)
      const begins = (prefix: string) => [...known].some((name) => name.startsWith(prefix))
      return filesOf(plugin, /\.(php|js|mustache)$/).flatMap(([path, text]) => [
        ...distinct([...askedFor(text), ...(path.endsWith('.mustache') ? partialsOf(text) : [])])
          .filter((name) => ours.test(name) && !known.has(name))
          .map((name) => `${path}: there is no template ${name}`),
        ...distinct(askedForWith(text))
          .filter((prefix) => ours.test(prefix) && !begins(prefix))
          .map((prefix) => `${path}: no template begins with ${prefix}`),
      ])
    },
  },
  {
    name: 'no-template-is-left-over',
    comment: 'A template that nothing renders is read and translated for nothing.',
    objections(plugin, all) {
      const sources = all.flatMap((each) => filesOf(each, /^(?!tests\/).*\.(php|js|mustache)$/))
      const isNamed = (name: string, own: string) =>
        sources.some(([path, text]) => path !== own && (text.includes(`'${name}'`) || partialsOf(text).includes(name)))
      const prefixes = sources.flatMap(([, text]) => askedForWith(text))
      const isRenderable = (name: string) => plugin.files.has(`classes/output/${name.split('/').slice(1).join('/')}.php`)
      return [...templatesOf(plugin).keys()]
        .map((name) => ({ name, path: `templates/${name.split('/').slice(1).join('/')}.mustache` }))
        .filter(({ name, path }) => !isNamed(name, path) && !isRenderable(name))
        .filter(({ name }) => !prefixes.some((prefix) => name.startsWith(prefix)))
        .map(({ path }) => `${path}: nothing renders it`)
    },
  },
  {
    name: 'templates-say-what-they-need',
    comment: 'Every template begins with its licence, its @template name and an example that is JSON.',
    objections(plugin) {
      return filesOf(plugin, /^templates\/.*\.mustache$/).flatMap(([path, text]) => {
        const name = nameOf(plugin, path)
        return [
          ...(text.startsWith('{{!\n    This file is part of Moodle - http://moodle.org/\n')
            ? []
            : ['it does not begin with its licence']),
          ...(caught(/@template (\S+)/g, text).join() === name ? [] : [`it does not say "@template ${name}"`]),
          ...failure(() => exampleOf(text)),
        ].map((wrong) => `${path}: ${wrong}`)
      })
    },
  },
  {
    name: 'templates-make-sound-html',
    comment: 'Rendered with its example, every template is valid HTML that a screen reader can follow.',
    objections(plugin, all) {
      const templates: Templates = new Map(all.flatMap((each) => [...templatesOf(each)]))
      return filesOf(plugin, /^templates\/.*\.mustache$/)
        .filter(([path, text]) => !OF_THE_APP.test(path) && failure(() => exampleOf(text)).length === 0)
        .flatMap(([path, text]) => {
          const refused = failure(() => renderExample(text, templates, wordsOf(all)))
          if (refused.length > 0) return refused.map((wrong) => `${path}: ${wrong}`)
          const rendered = renderExample(text, templates, wordsOf(all))
          const lines = rendered.split('\n')
          return html
            .validateStringSync(rendered)
            .results.flatMap(({ messages }) => messages)
            .map(
              ({ message, ruleId, line }) => `${path}: ${message} (${ruleId}) at: ${lines[line - 1]?.trim().slice(0, 100) ?? ''}`,
            )
        })
    },
  },
]

function templatesOf(plugin: Plugin): Map<string, string> {
  return new Map(filesOf(plugin, /^templates\/.*\.mustache$/).map(([path, text]) => [nameOf(plugin, path), text]))
}

function nameOf({ component }: Plugin, path: string): string {
  return `${component}/${path.slice('templates/'.length, -'.mustache'.length)}`
}

/** What PHP and JavaScript ask for by name. */
function askedFor(text: string): string[] {
  return [
    ...caught(/\brender_from_template\(\s*'([\w/-]+)'(?!\s*\.)/g, text),
    ...caught(/\b(?:render|renderForPromise)\(\s*['"]([\w/-]+)['"]/g, text),
    ...caught(/function get_template_name\([^{]*\{\s*return '([\w/-]+)'/g, text),
  ]
}

/** The beginnings of names that are put together: "local_x/section_{$name}". */
function askedForWith(text: string): string[] {
  return [
    ...caught(/\brender_from_template\(\s*"([\w/-]+)\{?\$/g, text),
    ...caught(/\brender_from_template\(\s*'([\w/-]+)'\s*\./g, text),
    ...caught(/\b(?:render|renderForPromise)\(\s*`([\w/-]+)\$\{/g, text),
  ]
}

function wordsOf(all: readonly Plugin[]): Words {
  return (key, component) => all.find((each) => each.component === component)?.declared.strings.en?.[key]
}

/** The message of what was thrown, if anything was. */
function failure(attempt: () => unknown): string[] {
  try {
    attempt()
    return []
  } catch (error) {
    if (error instanceof Error) return [error.message]
    throw error
  }
}
