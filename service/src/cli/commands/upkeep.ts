import type { Office } from '../../start/office.ts'
import { createTenant, listTenants } from '../../tenants/tenants.store.ts'
import { cleanUpEvents, countCleanable } from '../../verbs/cleanup-events.ts'
import { cleanUpPlans } from '../../verbs/cleanup-plans.ts'
import type { Desk } from '../../verbs/desk.ts'
import { rotateKey } from '../../verbs/rotate-key.ts'
import { columns, plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'

/** What an administrator does to the installation rather than to an event. */

export async function cleanUpCommand(
  { desk, out }: { desk: Desk; out: Output },
  { countOnly }: { countOnly: boolean },
): Promise<ExitCode> {
  if (countOnly) {
    const payloads = await countCleanable(desk)
    out.answer({ payloads, done: false }, () => [`${plural(payloads, 'payload')} would be dropped.`])
    return exit.done
  }
  const { payloads, attempts } = await cleanUpEvents(desk)
  const plans = await cleanUpPlans(desk)
  out.answer({ payloads, attempts, plans, done: true }, () => [
    `Dropped ${plural(payloads, 'payload')} and ${plural(attempts, 'run')} of events settled long ago. The events and the audit stay.`,
    ...(plans === 0 ? [] : [`Dropped ${plural(plans, 'old plan')}.`]),
  ])
  return exit.done
}

type Whole = { office: Pick<Office, 'migrate' | 'database' | 'cipher' | 'resealToken'>; out: Output }

export async function migrateCommand({ office, out }: Whole): Promise<ExitCode> {
  const { applied } = await office.migrate()
  out.answer({ applied }, () =>
    applied.length === 0 ? ['The database is up to date.'] : applied.map((name) => `Applied ${name}`),
  )
  return exit.done
}

export async function rotateKeyCommand({ office, out }: Whole): Promise<ExitCode> {
  const results = await rotateKey(office)
  const unopened = results.filter(({ result }) => result === 'no key opens it')
  out.answer({ key_id: office.cipher.currentKeyId, results }, () => [
    `Everything is encrypted with key “${office.cipher.currentKeyId}” from now on.`,
    ...columns(results.map(({ tenant, what, result }) => [tenant, what, result])),
    unopened.length === 0
      ? 'Once every process was started anew, the older keys may leave ENCRYPTION_KEY.'
      : 'What no key opens must be entered again, or its old key put back into ENCRYPTION_KEY.',
  ])
  return unopened.length === 0 ? exit.done : exit.needsAttention
}

export async function createTenantCommand({ office, out }: Whole, id: string, name: string): Promise<ExitCode> {
  const tenant = await createTenant(office.database, { id, name })
  out.answer({ tenant, name }, () => [`The books of ${name} are open. Its events come to /v1/t/${tenant}/events/…`])
  return exit.done
}

export async function listTenantsCommand({ office, out }: Whole): Promise<ExitCode> {
  const tenants = (await listTenants(office.database)).map(({ id, name, createdAt, disabledAt }) => ({
    tenant: id,
    name,
    created_at: createdAt.toISOString(),
    disabled_at: disabledAt?.toISOString() ?? null,
  }))
  out.answer({ tenants }, () =>
    columns(tenants.map(({ tenant, name, disabled_at }) => [tenant, name, disabled_at === null ? '' : 'closed'])),
  )
  return exit.done
}
