import Mustache from 'mustache'

/** What `{{#str}}key, component, …{{/str}}` says in English; undefined where the string is not of these plugins. */
export type Words = (key: string, component: string) => string | undefined

/** Templates by the name that others use for them: `local_campusbridge/notices`. */
export type Templates = ReadonlyMap<string, string>

type Helper = () => (text: string, render: (text: string) => string) => string

/** The example that a template's own comment gives. Throws where there is none, or where it is no JSON. */
export function exampleOf(template: string): Record<string, unknown> {
  const comment = template.match(/\{\{!(?:(?!\}\}\n\{\{!)[\s\S])*?Example context \(json\):([\s\S]*?)\n\}\}/)?.[1]
  if (comment === undefined) throw new Error('it has no "Example context (json):"')
  return JSON.parse(comment) as Record<string, unknown>
}

/** Renders a template with its example as Moodle would, with simple stand-ins for Moodle's helpers and its own templates. */
export function renderExample(template: string, templates: Templates, words: Words): string {
  const partial = (name: string): string => templates.get(name) ?? ''
  return Mustache.render(withoutComments(template), { ...exampleOf(template), ...helpers(words) }, partial)
}

/** The templates that a template puts into itself. */
export function partialsOf(template: string): string[] {
  return Array.from(withoutComments(template).matchAll(/\{\{[><]\s*([\w/-]+)\s*\}\}/g), ([, name = '']) => name)
}

function helpers(words: Words): Record<string, unknown> {
  const say: Helper = () => (text, render) => {
    const [key = '', component = 'core', argument = ''] = pieces(render(text), 3)
    return filledIn(words(key, component === '' ? 'core' : component) ?? `${component} ${key}`, argument)
  }
  const silent: Helper = () => () => ''
  const picture: Helper = () => (text, render) => {
    const [key = '', , title = ''] = pieces(render(text), 3)
    const label = title === '' ? 'aria-hidden="true"' : `title="${title}" role="img" aria-label="${title}"`
    return `<i class="icon fa fa-${key.replaceAll('/', '-')}" ${label}></i>`
  }
  return {
    str: say,
    cleanstr: say,
    quote: (() => (text, render) => JSON.stringify(render(text))) satisfies Helper,
    pix: picture,
    js: silent,
    userdate: (() => () => '1 December 2026') satisfies Helper,
    shortentext: (() => (text, render) => pieces(render(text), 2)[1] ?? '') satisfies Helper,
    uniqid: 'example',
    config: { wwwroot: 'https://moodle.example.com' },
    globals: { config: { wwwroot: 'https://moodle.example.com' } },
  }
}

/** The last piece keeps its commas: it may be JSON. */
function pieces(text: string, most: number): string[] {
  const all = text.split(',')
  return [...all.slice(0, most - 1), all.slice(most - 1).join(',')].map((piece) => piece.trim())
}

/** `{$a}` and `{$a->name}` of a string, from what a template hands over. */
function filledIn(sentence: string, argument: string): string {
  const named = argument.startsWith('{')
    ? (JSON.parse(argument.replaceAll('&quot;', '"')) as Record<string, string | number>)
    : {}
  return sentence.replaceAll(/\{\$a->(\w+)\}/g, (_all, name: string) => String(named[name] ?? '')).replaceAll('{$a}', argument)
}

function withoutComments(template: string): string {
  return template.replaceAll(/\{\{![\s\S]*?\}\}(?=\s|<|$|\{)/g, '')
}
