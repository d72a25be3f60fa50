import { RejectedError } from '../../domain/errors.ts'
import type { Override } from '../../mapping/mapping.ts'
import type { MappingChanges, MappingView } from '../../verbs/field-mappings.ts'

/**
 * `city=Address` · `city=` · `status:Enrolled=Active` · `status:Enrolled=` in the verb's words. Values join those the college gave the field
 * before; another source begins without any, because they were the old one's.
 * @throws RejectedError `api.invalid` for what is none of these
 */
export function changesFrom(texts: readonly string[], { fields }: MappingView): MappingChanges {
  const changes = new Map<string, Override | null>()
  for (const text of texts) {
    const { field, value, to } = partsOf(text)
    if (value === undefined) {
      changes.set(field, to === '' ? null : { from: to })
      continue
    }
    const before = changes.get(field) ?? overrideInForce(field, fields)
    const { [value]: _, ...others } = before.values ?? {}
    changes.set(field, { ...before, values: to === '' ? others : { ...others, [value]: to } })
  }
  return Object.fromEntries(changes)
}

const overrideInForce = (name: string, fields: MappingView['fields']): Override => {
  const rule = fields.find(({ field }) => field === name)?.rule
  return rule === undefined ? {} : { from: rule.from, ...(rule.values === undefined ? {} : { values: rule.values }) }
}

function partsOf(text: string): { field: string; value?: string; to: string } {
  const [, field = '', value, to = ''] = /^([A-Za-z]\w*)(?::([^=]+))?=(.*)$/s.exec(text) ?? []
  if (field === '') {
    throw new RejectedError('api.invalid', { field: text, expected: 'field=Zoho_Field, or field:"Zoho value"="our value"' }, 422)
  }
  return { field, to: to.trim(), ...(value === undefined ? {} : { value: value.trim() }) }
}
