import { z } from 'zod'
import { NeedsAttentionError } from '../../domain/errors.ts'
import { type ZohoId, zohoId } from '../../domain/ids.ts'
import { done } from '../../domain/written.ts'
import type { GradingTemplate, MoodleTemplates, TemplateChange, TemplateWritten } from '../../ports/moodle-templates.ts'
import { inBatches } from './batches.ts'
import type { Ask } from './call.ts'
import type { Variable } from './form.ts'
import { type ItemResult, itemResult, refusalOfItem, writeItems, writtenOrUnchanged } from './plugin-items.ts'
import type { Refusal } from './whole-batches.ts'

const READ = 'local_campusbridge_get_grading_templates'
const WRITE = 'local_campusbridge_set_grading_templates'
const IDS_PER_CALL = 100

const template = z
  .looseObject({
    zohoid: z.string().transform(zohoId),
    name: z.string(),
    description: z.string(),
    criteria: z.array(z.looseObject({ shortname: z.string(), description: z.string() })),
  })
  .transform(
    (row): GradingTemplate => ({
      zohoid: row.zohoid,
      name: row.name,
      description: row.description,
      criteria: row.criteria.map(({ shortname, description }) => ({ shortname, description })),
    }),
  )
const answer = z.looseObject({ templates: z.array(template) })

const count = z.int().nonnegative().default(0)
const result = itemResult.extend({ copiesupdated: count, copiesbehind: count })

/** The grading forms of units, which only the plugin can write. @param asOf when Zoho was read, in milliseconds since 1970 */
export const gradingTemplatesOf = (ask: Ask, asOf: number): MoodleTemplates => ({
  async templatesOf(units) {
    const found = new Map<ZohoId, GradingTemplate>()
    await inBatches(
      [...new Set(units)],
      () => IDS_PER_CALL,
      async (ids) => {
        const variables = ids.map((id, index): Variable => [`zohoids[${index}]`, id])
        for (const one of (await ask.read(READ, variables, answer)).templates) found.set(one.zohoid, one)
      },
    )
    return found
  },
  setTemplates(changes) {
    const changeOf = new Map(changes.map((change) => [change.template.zohoid, change]))
    return writeItems(
      ask,
      changes.map(({ template: { zohoid, name, description, criteria } }) => ({
        zohoid,
        name,
        description,
        criteria,
        as_of: asOf,
      })),
      {
        function: WRITE,
        result,
        written: (one) => {
          const written = writtenOrUnchanged(one)
          return written?.outcome === 'done'
            ? done<TemplateWritten>({ copiesUpdated: one.copiesupdated, copiesBehind: one.copiesbehind })
            : written
        },
        refusalOf: ({ zohoid }, one) => refusalOfTemplate(zohoid, changeOf.get(zohoid), one),
      },
    )
  },
})

/** `P3 (2), M1 (1)` in the plugin's message: criteria and how many submissions were marked on each. */
const MARKED = /[PMD]\d{1,2} \(\d+\)/g

function refusalOfTemplate(unit: ZohoId, change: TemplateChange | undefined, one: ItemResult): Refusal {
  if (one.error !== 'criterionhasmarks') return refusalOfItem(change?.subject ?? unit, one)
  const criteria = one.message.match(MARKED)?.join(', ')
  return new NeedsAttentionError('template.criterion_has_marks', { unit, criteria: criteria ?? one.field })
}
