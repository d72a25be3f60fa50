import type { ZohoAbility } from '../ports/zoho-metadata.ts'

/** The scope that each of our abilities needs (reference/zoho.md §1). */
export const scopeOf = {
  organisation: 'ZohoCRM.org.READ',
  records: 'ZohoCRM.modules.custom.READ',
  query: 'ZohoCRM.coql.READ',
  linkingQuery: 'ZohoCRM.coql.READ',
  deletedRecords: 'ZohoCRM.modules.custom.READ',
  attachments: 'ZohoCRM.modules.attachments.READ',
  modules: 'ZohoCRM.settings.modules.READ',
  fields: 'ZohoCRM.settings.fields.READ',
  failedWebhooks: 'ZohoCRM.settings.automation_actions.READ',
} as const satisfies Record<ZohoAbility, string>
