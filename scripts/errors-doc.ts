import { readFileSync } from 'node:fs'
import words from '../contract/words/en.json' with { type: 'json' }
import { codes } from '../service/src/domain/codes.ts'
import type { Words } from '../service/src/words/words.ts'

const catalogue: Record<string, Words> = words

const INTRODUCTION = `# Everything Campusbridge says

Made by \`npm run docs:errors\` from \`service/src/domain/codes.ts\` and \`contract/words/en.json\`; do not edit it here.

Every verdict and every error is a code with parameters, shown here as \`{name}\`; the words are the same in the API, on the command line and on every
page. Errors are named for what happens next (\`service/src/domain/errors.ts\`): a \`RejectedError\` is the caller's to correct, and nothing is stored; after a
\`RetryLaterError\` the queue tries again by itself; a \`SystemHeldError\` would hit every record alike, so the connection is held and events wait without
losing an attempt; a \`NeedsAttentionError\` parks the event until a person has done what its words say. Failed and waiting events with one code
and one thing in the way (the parameter marked “one cause each”) are counted together as one cause.
`

/** The codes under the headings they have in `codes.ts`. */
function sectionsOf(source: string): { heading: string; codes: string[] }[] {
  const sections: { heading: string; codes: string[] }[] = []
  for (const line of source.split('\n')) {
    const [, heading] = /^ {2}\/\/ (.*?)\.?$/.exec(line) ?? []
    const [, code] = /^ {2}'([\w.]+)': \{/.exec(line) ?? []
    if (heading !== undefined) sections.push({ heading, codes: [] })
    else if (code !== undefined) sections.at(-1)?.codes.push(code)
  }
  return sections
}

/** `docs/errors.md`: every code with its words. */
export function errorsDoc(): string {
  const source = readFileSync(new URL('../service/src/domain/codes.ts', import.meta.url), 'utf8')
  const sections = sectionsOf(source)
  const found = sections.flatMap((section) => section.codes)
  const lost = Object.keys(codes).filter((code) => !found.includes(code))
  if (lost.length > 0) throw new Error(`codes.ts has codes under no heading, or written over several lines: ${lost.join(', ')}`)
  return [
    INTRODUCTION,
    ...sections.map(({ heading, codes: inside }) => `## ${heading}\n\n${inside.map(entryOf).join('\n')}`),
  ].join('\n')
}

/** A heading of its own, so that a page can link to what a code means; a table of whole sentences would be too wide to read. */
function entryOf(code: string): string {
  const { what = '', why = '', todo = '', safe = '' } = catalogue[code] ?? {}
  const lines = [paramsOf(code), said('Why', why), said('To do', todo), said('Safe', safe)]
  return `### \`${code}\`\n\n${marked(what)}\n\n${lines.filter((line) => line !== '').join('\n')}\n`
}

function paramsOf(code: string): string {
  const { params, obstacle } = codes[code as keyof typeof codes] as { params: readonly string[]; obstacle?: string }
  const named = params.map((name) => (name === obstacle ? `\`${name}\` (one cause each)` : `\`${name}\``))
  return said('Parameters', named.join(', '))
}

const said = (label: string, text: string): string => (text === '' ? '' : `- ${label}: ${marked(text)}`)

/** Parameters stand out. */
const marked = (text: string): string => text.replaceAll(/\{\w+\}/g, '`$&`')
