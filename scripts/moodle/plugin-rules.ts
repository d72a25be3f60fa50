import { capabilityRules } from './capability-rules.ts'
import { classRules } from './class-rules.ts'
import { fileRules } from './file-rules.ts'
import type { Plugin } from './plugin.ts'
import type { PluginRule } from './plugin-rule.ts'
import { stringRules } from './string-rules.ts'
import { tableRules } from './table-rules.ts'
import { templateRules } from './template-rules.ts'
import { webServiceRules } from './web-service-rules.ts'

export const pluginRules: readonly PluginRule[] = [
  ...fileRules,
  ...tableRules,
  ...stringRules,
  ...capabilityRules,
  ...webServiceRules,
  ...classRules,
  ...templateRules,
]

export type PluginObjection = { rule: string; comment: string; component: string; line: string }

/** Holds both plugins against every rule. */
export function inspectPlugins(all: readonly Plugin[]): PluginObjection[] {
  return pluginRules.flatMap(({ name, comment, objections }) =>
    all.flatMap((plugin) => objections(plugin, all).map((line) => ({ rule: name, comment, component: plugin.component, line }))),
  )
}
