import type { Plugin } from './plugin.ts'

/** One thing that Moodle's own checks would only find out at installation, on the page concerned, or never. */
export type PluginRule = {
  name: string
  comment: string
  /** A line for each violation: the file, then what is wrong there. `all` are both plugins, since one uses what the other declares. */
  objections(plugin: Plugin, all: readonly Plugin[]): string[]
}

/** Every match of a pattern with the `g` flag in a text: what its first group caught. */
export function caught(pattern: RegExp, text: string): string[] {
  return Array.from(text.matchAll(pattern), ([, first = '']) => first)
}

/** Each of a list once. */
export const distinct = <Item>(items: readonly Item[]): Item[] => [...new Set(items)]

/** What stands in a list more than once. */
export const repeated = (items: readonly string[]): string[] =>
  distinct(items.filter((item, index) => items.indexOf(item) !== index))
