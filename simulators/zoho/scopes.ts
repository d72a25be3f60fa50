import type { ModuleSchema } from './schema.ts'

export type Operation = 'READ' | 'CREATE' | 'UPDATE' | 'DELETE'

/** What the demo's consent covers: the runtime set of reference/zoho.md §1.4. */
export const defaultScopes = [
  'ZohoCRM.modules.custom.READ',
  'ZohoCRM.modules.custom.CREATE',
  'ZohoCRM.modules.custom.UPDATE',
  'ZohoCRM.modules.custom.DELETE',
  'ZohoCRM.modules.products.READ',
  'ZohoCRM.modules.products.UPDATE',
  'ZohoCRM.modules.attachments.READ',
  'ZohoCRM.coql.READ',
  'ZohoSearch.securesearch.READ',
  'ZohoCRM.settings.modules.READ',
  'ZohoCRM.settings.fields.READ',
  'ZohoCRM.settings.layouts.READ',
  'ZohoCRM.settings.related_lists.READ',
  'ZohoCRM.settings.automation_actions.READ',
  'ZohoCRM.org.READ',
  'ZohoCRM.users.READ',
]

/** All custom modules share one scope; the linking module and subforms are among them. */
export const moduleScope = (module: ModuleSchema, operation: Operation): string =>
  `ZohoCRM.modules.${module.generatedType === 'default' ? module.apiName.toLowerCase() : 'custom'}.${operation}`

/** `ZohoCRM.modules.custom.READ` is covered by itself, by `….custom.ALL`, and by `ZohoCRM.modules.READ` or `….modules.ALL`. */
export const covers = (granted: readonly string[], needed: string): boolean => {
  const parts = needed.split('.')
  const operation = parts.at(-1) ?? ''
  const levels = parts.slice(0, -1).map((_, index) => parts.slice(0, parts.length - 1 - index).join('.'))
  return levels.some((level) => granted.includes(`${level}.${operation}`) || granted.includes(`${level}.ALL`))
}
