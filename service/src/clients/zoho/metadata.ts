import { z } from 'zod'
import { zohoId } from '../../domain/ids.ts'
import type { ZohoAbility, ZohoFieldInfo, ZohoMetadata } from '../../ports/zoho-metadata.ts'
import { understood } from './answer.ts'
import type { Call } from './call.ts'
import { isRefusal } from './deleted-list.ts'
import {
  attachmentsRequest,
  coqlRequest,
  deletedRequest,
  failedWebhooksRequest,
  listRequest,
  orgRequest,
  settingsRequest,
  type ZohoRequest,
} from './request.ts'

const modules = z.object({ modules: z.array(z.object({ api_name: z.string(), api_supported: z.boolean().default(true) })) })

const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => String(value ?? ''))
const fields = z.object({
  fields: z.array(
    z
      .object({
        api_name: z.string(),
        data_type: z.string(),
        length: z.number().nullish(),
        read_only: z.boolean().default(false),
        field_read_only: z.boolean().default(false),
        operation_type: z.object({ api_update: z.boolean().default(true) }).nullish(),
        webhook: z.boolean().default(true),
        pick_list_values: z.array(z.object({ display_value: text, actual_value: text })).nullish(),
      })
      .transform(
        (field): ZohoFieldInfo => ({
          apiName: field.api_name,
          type: field.data_type,
          length: field.length ?? null,
          writable: !field.read_only && !field.field_read_only && field.operation_type?.api_update !== false,
          webhook: field.webhook,
          picklist: (field.pick_list_values ?? []).map(({ display_value, actual_value }) => ({
            display: display_value,
            actual: actual_value,
          })),
        }),
      ),
  ),
})

/** One record or none: enough to see whether one may. */
const tries: Record<ZohoAbility, ZohoRequest> = {
  organisation: orgRequest,
  records: listRequest('BTEC_Students', ['id'], { per_page: '1' }),
  query: coqlRequest({ module: 'BTEC_Students', fields: ['id'], where: 'id is not null', limit: 1 }),
  deletedRecords: deletedRequest('BTEC_Students', 1),
  attachments: attachmentsRequest('BTEC_Students', zohoId('100000000000000'), 1),
  linkingQuery: coqlRequest({ module: 'BTEC_Enrollments', fields: ['id'], where: 'id is not null', limit: 1 }),
  modules: settingsRequest('modules'),
  fields: settingsRequest('fields', { module: 'BTEC_Students' }),
  failedWebhooks: failedWebhooksRequest(undefined, 1),
}

/** How the organisation is set up, read through the same line as its records. */
export const metadataOf = (call: Call): ZohoMetadata => ({
  async modules() {
    const request = settingsRequest('modules')
    const answer = await call(request)
    return understood(modules, request, answer).modules.map(({ api_name, api_supported }) => ({
      apiName: api_name,
      apiSupported: api_supported,
    }))
  },
  async fields(module) {
    const request = settingsRequest('fields', { module })
    const answer = await call(request)
    return answer.body === undefined ? [] : understood(fields, request, answer).fields
  },
  async tryTo(ability) {
    try {
      await call(tries[ability])
    } catch (error) {
      // There is no such record, and we may ask for its attachments.
      if (ability === 'attachments' && isRefusal(error, 'INVALID_DATA')) return
      throw error
    }
  },
})
