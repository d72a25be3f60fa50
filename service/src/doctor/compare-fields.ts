import type { ZohoFieldInfo } from '../ports/zoho-metadata.ts'
import { type Check, fine, problem, warning } from './check.ts'
import type { ExpectedField } from './expected-fields.ts'

const TEXT_TYPES = new Set(['text', 'textarea', 'email', 'phone', 'website'])

/** One check per field of a module, and one for the ids its webhooks send. */
export function compareFields(
  module: string,
  expected: Readonly<Record<string, ExpectedField>>,
  present: readonly ZohoFieldInfo[],
): Check[] {
  const byName = new Map(present.map((field) => [field.apiName, field]))
  return [
    ...Object.entries(expected).map(([apiName, wanted]) => compareField(module, apiName, wanted, byName.get(apiName))),
    ...present
      .filter(({ apiName, webhook }) => apiName.toLowerCase() === 'id' && !webhook)
      .map(({ apiName }) => unsendable(module, apiName)),
  ]
}

function compareField(module: string, apiName: string, wanted: ExpectedField, field: ZohoFieldInfo | undefined): Check {
  const name = `zoho.field.${module}.${apiName}`
  const where = `Setup › Modules and Fields › ${module}`
  if (field === undefined) {
    const words = `${module} has no field ${apiName}, or our user may not see it.`
    const fix = `Create it in Zoho with the API name ${apiName}, or make it visible to the profile of our user (${where}).`
    return wanted.needed ? problem(name, words, fix) : warning(name, words, fix)
  }
  if (!wanted.types.includes(field.type)) {
    const words = `${module}.${apiName} is of type ${field.type}; we expect ${wanted.types.join(' or ')}.`
    return problem(name, words, `Change its type, or make a new field of that API name (${where}).`)
  }
  const { minLength } = wanted
  if (minLength !== undefined && TEXT_TYPES.has(field.type) && field.length !== null && field.length < minLength) {
    const words = `${module}.${apiName} holds ${field.length} characters; we write up to ${minLength}.`
    return problem(name, words, `Make it at least ${minLength} characters long (${where}).`)
  }
  if (wanted.written === true && !field.writable) {
    const words = `${module}.${apiName} is read-only, and we write into it.`
    return problem(name, words, `Allow the profile of our user to edit it (${where} › field permissions).`)
  }
  return fine(name, `${module}.${apiName} is as expected (${field.type}).`)
}

const unsendable = (module: string, apiName: string): Check =>
  warning(
    `zoho.webhook.${module}`,
    `Webhooks of ${module} cannot send the record’s id (${apiName}).`,
    'Send it from a Deluge function instead of a workflow webhook.',
  )
