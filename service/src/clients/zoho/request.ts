import type { ZohoId } from '../../domain/ids.ts'
import type { ZohoModule } from '../../domain/zoho-modules.ts'
import type { ZohoQuestion } from '../../ports/zoho.ts'

/** One request to the CRM API, with what it costs and what it counts against (reference/zoho.md §3). */
export type ZohoRequest = {
  method: 'GET' | 'POST' | 'PUT'
  /** Below `/crm/v8/`. */
  path: string
  /** Of a subform the subform's name. */
  module?: string
  query?: Readonly<Record<string, string>>
  body?: unknown
  /** The answer is a file: its bytes, not JSON. */
  file?: true
  /** A read may be sent again; a write whose answer was lost may not. */
  effect: 'read' | 'write'
  credits: number
  /** Counts against the organisation's second, smaller limit of calls in flight. */
  subLimited: boolean
}

/** `GET /crm/v8/BTEC_Students/{id}`: the call without ids and query, for people and metrics. */
export const operationOf = ({ method, path }: Pick<ZohoRequest, 'method' | 'path'>): string =>
  `${method} /crm/v8/${path.replaceAll(/(?<=\/)\d{15,20}(?=\/|$)/g, '{id}')}`

export function listRequest(
  module: ZohoQuestion['module'],
  fields: readonly string[],
  query: Readonly<Record<string, string>> = {},
): ZohoRequest {
  return {
    method: 'GET',
    path: module,
    module,
    query: { fields: fields.join(','), ...query },
    effect: 'read',
    credits: query.cvid === undefined ? 1 : 3,
    subLimited: query.cvid !== undefined || query.sort_by !== undefined,
  }
}

/** Without `fields` a single GET answers everything there is, sensitive fields too (reference/zoho.md §2.2). */
export const oneRequest = (module: ZohoModule, id: ZohoId, fields: readonly string[]): ZohoRequest => ({
  method: 'GET',
  path: `${module}/${id}`,
  module,
  query: { fields: fields.join(',') },
  effect: 'read',
  credits: 1,
  subLimited: false,
})

export type CoqlQuery = { module: string; fields: readonly string[]; where: string; limit: number }

/** Rows in the order of their ids. COQL reads the database itself, not the lagging search index (reference/zoho.md §2.8). */
export const coqlRequest = ({ module, fields, where, limit }: CoqlQuery): ZohoRequest => ({
  method: 'POST',
  path: 'coql',
  module,
  body: { select_query: `select ${fields.join(', ')} from ${module} where ${where} order by id asc limit ${limit}` },
  effect: 'read',
  credits: limit <= 200 ? 1 : limit <= 1000 ? 2 : 3,
  subLimited: true,
})

export const deletedRequest = (module: ZohoModule, page: number): ZohoRequest => ({
  method: 'GET',
  path: `${module}/deleted`,
  module,
  query: { type: 'all', page: String(page), per_page: '200' },
  effect: 'read',
  credits: 2,
  subLimited: false,
})

/** `trigger: []` fires nothing in Zoho; left out, every rule would fire and send us our own write (reference/zoho.md §2.4). */
export const updateRequest = (
  module: ZohoModule,
  records: readonly ({ id: ZohoId } & Record<string, unknown>)[],
): ZohoRequest => ({
  method: 'PUT',
  path: module,
  module,
  body: { data: records, trigger: [] },
  effect: 'write',
  credits: Math.max(1, Math.ceil(records.length / 10)),
  subLimited: records.length > 10,
})

export const attachmentsRequest = (module: ZohoModule, id: ZohoId, page: number): ZohoRequest => ({
  method: 'GET',
  path: `${module}/${id}/Attachments`,
  module,
  query: { fields: 'id,File_Name,Size,Created_Time', page: String(page), per_page: '200' },
  effect: 'read',
  credits: 1,
  subLimited: false,
})

/** The list of those that point to a record by one of their lookups. @param module whose records they are */
export const relatedRequest = (asked: {
  module: string
  parent: string
  id: ZohoId
  list: string
  fields: readonly string[]
  pageToken?: string
}): ZohoRequest => ({
  method: 'GET',
  path: `${asked.parent}/${asked.id}/${asked.list}`,
  module: asked.module,
  query: {
    fields: ['id', ...asked.fields].join(','),
    per_page: '200',
    ...(asked.pageToken === undefined ? {} : { page_token: asked.pageToken }),
  },
  effect: 'read',
  credits: 1,
  subLimited: false,
})

/** A file names no fields: it is no record. @param path below `/crm/v8/` */
export const fileRequest = (path: string): ZohoRequest => ({
  method: 'GET',
  path,
  file: true,
  effect: 'read',
  credits: 1,
  subLimited: false,
})

export const settingsRequest = (what: 'modules' | 'fields', query?: Readonly<Record<string, string>>): ZohoRequest => ({
  method: 'GET',
  path: `settings/${what}`,
  ...(query === undefined ? {} : { query }),
  effect: 'read',
  credits: 1,
  subLimited: false,
})

/** Failed deliveries since a day of the organisation's calendar, or of the last 30 days (reference/zoho.md §4.2). */
export const failedWebhooksRequest = (fromDay: string | undefined, page: number): ZohoRequest => ({
  method: 'GET',
  path: 'settings/automation/webhook_failures',
  query: { ...(fromDay === undefined ? {} : { from: fromDay }), page: String(page), per_page: '200' },
  effect: 'read',
  credits: 1,
  subLimited: false,
})

export const orgRequest: ZohoRequest = { method: 'GET', path: 'org', effect: 'read', credits: 1, subLimited: false }
