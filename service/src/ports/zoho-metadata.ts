export type ZohoModuleInfo = { apiName: string; apiSupported: boolean }

export type ZohoFieldInfo = {
  apiName: string
  /** Zoho's `data_type`, such as `text`, `email`, `picklist`. */
  type: string
  length: number | null
  /** Whether the API may change it. */
  writable: boolean
  /** Whether a workflow webhook may send it. */
  webhook: boolean
  picklist: { display: string; actual: string }[]
}

/** What the flows do in Zoho, each tried by one cheap read that needs the same scopes. */
export type ZohoAbility =
  | 'organisation'
  | 'records'
  | 'query'
  | 'linkingQuery'
  | 'deletedRecords'
  | 'attachments'
  | 'modules'
  | 'fields'
  | 'failedWebhooks'

/** What `manage doctor` asks of Zoho. None of it changes anything. Every method may throw as those of `Zoho` do. */
export type ZohoMetadata = {
  modules(): Promise<ZohoModuleInfo[]>
  fields(module: string): Promise<ZohoFieldInfo[]>
  /** Throws when the permission or the profile does not cover it. */
  tryTo(ability: ZohoAbility): Promise<void>
}
