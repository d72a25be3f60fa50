import { CodedError } from '../domain/errors.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { Zoho } from '../ports/zoho.ts'
import type { ZohoAbility, ZohoFieldInfo, ZohoMetadata } from '../ports/zoho-metadata.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { type Check, fine, look, problem, warning } from './check.ts'
import { compareFields } from './compare-fields.ts'
import { compareSpellings, compareStatuses } from './compare-statuses.ts'
import { type ExpectedFields, expectedFieldsOf } from './expected-fields.ts'
import { type NamedValues, namedValuesOf } from './named-values.ts'
import { scopeOf } from './zoho-scopes.ts'

export type ZohoSides = {
  zoho: Pick<Zoho, 'org'>
  metadata: ZohoMetadata
  /** What Zoho last said of the day's credits; null while it says nothing, which it does until half are used. */
  creditsRemaining(): Promise<number | null>
}

/**
 * Abilities without which only comfort is lost: a full read falls back from queries to lists, enrolments to one list per student, a photo from
 * attachments to the record's own, and the sweep finds what webhooks lost.
 */
const optional: ReadonlySet<ZohoAbility> = new Set(['query', 'linkingQuery', 'attachments', 'failedWebhooks'])
const SCOPE_TROUBLES = new Set(['zoho.scope_missing', 'zoho.no_permission'])
const FEW_CREDITS = 1_000

/** What a college reads, and what it wants made of it. */
export type ZohoExpectations = { mappings: Mappings; settings: AllSettings }

/** Everything that the flows need of the Zoho organisation, each with its fix. Changes nothing. */
export async function checkZoho(sides: ZohoSides, { mappings, settings }: ZohoExpectations): Promise<Check[]> {
  let isLost = false
  const reachable = await look('zoho.reachable', async () => {
    try {
      const org = await sides.zoho.org()
      return fine('zoho.reachable', `“${org.name}” answers; its time zone is ${org.timeZone}.`)
    } catch (error) {
      // A missing scope for the organisation says nothing about the others; anything else would hit them all.
      isLost = !(error instanceof CodedError && SCOPE_TROUBLES.has(error.code))
      throw error
    }
  })
  if (isLost) return [reachable]

  const scopes: Check[] = []
  for (const ability of Object.keys(scopeOf) as ZohoAbility[]) scopes.push(await checkAbility(sides.metadata, ability))

  return [
    reachable,
    ...scopes,
    updateScope,
    ...(await checkModules(sides.metadata, expectedFieldsOf(mappings), namedValuesOf(mappings, settings))),
    checkCredits(await sides.creditsRemaining()),
  ]
}

async function checkAbility(metadata: ZohoMetadata, ability: ZohoAbility): Promise<Check> {
  const scope = scopeOf[ability]
  const name = `zoho.may.${ability}`
  const check = await look(name, async () => {
    await metadata.tryTo(ability)
    return fine(name, `Our permission covers ${scope} (${ability}).`)
  })
  if (check.ok) return check
  return {
    ...check,
    severity: optional.has(ability) ? 'warning' : 'problem',
    fix: `${check.fix} The scope is ${scope}.`,
  }
}

/** No read needs it, so it cannot be tried without changing a record. */
const updateScope: Check = fine(
  'zoho.may.write',
  'Whether ZohoCRM.modules.custom.UPDATE is covered shows at the first write; it cannot be tried without changing a record.',
)

async function checkModules(
  metadata: ZohoMetadata,
  expectedFields: ExpectedFields,
  namedValues: readonly NamedValues[],
): Promise<Check[]> {
  const checks: Check[] = []
  let there = new Map<string, boolean>()
  const listed = await look('zoho.modules', async () => {
    there = new Map((await metadata.modules()).map(({ apiName, apiSupported }) => [apiName, apiSupported]))
    return fine('zoho.modules', `Zoho lists ${there.size} modules.`)
  })
  if (!listed.ok) return [listed]

  for (const [module, expected] of expectedFields) {
    const name = `zoho.module.${module}`
    if (there.get(module) !== true) {
      const words = there.has(module) ? `The module ${module} is closed to the API.` : `There is no module ${module}.`
      checks.push(problem(name, words, `Create ${module}, or allow the profile of our user to use it (Setup › Profiles).`))
      continue
    }
    let fields: ZohoFieldInfo[] = []
    const read = await look(name, async () => {
      fields = await metadata.fields(module)
      return fine(name, `The module ${module} is there, with ${fields.length} fields.`)
    })
    checks.push(read)
    if (!read.ok) continue
    checks.push(...compareFields(module, expected, fields))
    const named = namedValues.filter((each) => each.module === module)
    const unnamed = Object.keys(expected).filter((field) => !named.some(({ from }) => from === field))
    checks.push(...compareSpellings(module, fields, new Set(unnamed)))
    for (const each of named)
      checks.push(
        ...compareStatuses(
          fields.find(({ apiName }) => apiName === each.from),
          each,
        ),
      )
  }
  return [listed, ...checks]
}

export function checkCredits(remaining: number | null): Check {
  if (remaining === null) return fine('zoho.credits', 'More than half of the day’s API credits are left.')
  if (remaining >= FEW_CREDITS) return fine('zoho.credits', `${remaining} API credits are left for now.`)
  const fix =
    'They come back over the day. If this happens often, buy more or look which other program uses them (Setup › API Dashboard).'
  return warning('zoho.credits', `Only ${remaining} API credits are left.`, fix)
}
