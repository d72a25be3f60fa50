import { randomUUID } from 'node:crypto'
import { CodedError, RejectedError, SystemHeldError } from '../domain/errors.ts'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { Flow, Ports } from '../flows/flow.ts'
import type { Rehearsing } from '../sync/rehearse.ts'
import { type Candidate, candidates } from './candidates.ts'
import { fingerprintOf } from './change.ts'
import { flagsOf } from './flags.ts'
import { createMeter, priceOf, writesIn } from './meter.ts'
import { claimCandidates, type Found, forgetInStep, storeFound } from './plan-items.store.ts'
import { endCreation, failCreation, insertPlan, type PlanRow, readPlan, showLife, type Trouble } from './plans.store.ts'
import { type RehearsedKey, rehearseKeys } from './rehearse-keys.ts'
import type { Scope } from './scope.ts'

export type PlanMaking = Rehearsing & {
  flows: readonly Flow[]
  /** Ports that report their calls. */
  openPorts: (observe: (call: OutsideCall) => void) => Ports
  onProgress?: (lookedAt: number) => void
  /** Ends the making after the set in hand. */
  signal?: AbortSignal
}

/** What a flow is asked at once: as many as a claimed set has. */
const SET = 100

/** Writes a plan down before it is made, so that it can be followed. */
export async function beginPlan(
  { database, tenant }: Pick<PlanMaking, 'database' | 'tenant'>,
  scope: Scope,
  who: string,
): Promise<{ plan: PlanRow; holder: string }> {
  const holder = randomUUID()
  return { plan: await database.withTenant(tenant, (tx) => insertPlan(tx, { scope, createdBy: who, holder })), holder }
}

/**
 * Rehearses everything of a plan's scope, set by set, and keeps what would change, so that memory does not grow with the college. Changes
 * nothing outside. What it throws is noted down with the plan.
 */
export async function makePlan(making: PlanMaking, { id, scope }: PlanRow, holder: string): Promise<PlanRow> {
  const { database, tenant, settings } = making
  const reading = createMeter()
  const rehearsing = createMeter()
  try {
    const found = await lookAtAll(
      making,
      { id, holder, scope },
      making.openPorts(reading.observe),
      making.openPorts(rehearsing.observe),
    )
    const spent = reading.read()
    const price = rehearsing.read()
    await database.withTenant(tenant, async (tx) => {
      await forgetInStep(tx, id)
      await endCreation(tx, id, holder, {
        lookedAt: found.lookedAt,
        inStep: found.inStep,
        spent: { zohoCredits: spent.zohoCredits + price.zohoCredits, moodleCalls: spent.moodleCalls + price.moodleCalls },
        price: priceOf(price, found.writes),
        expireHours: settings['plans.expire_hours'],
      })
    })
    return await database.withTenant(tenant, (tx) => readPlan(tx, id))
  } catch (error) {
    await database.withTenant(tenant, (tx) => failCreation(tx, id, holder, troubleOf(error)))
    throw error
  }
}

export const troubleOf = (error: unknown): Trouble =>
  error instanceof CodedError
    ? { code: error.code, params: error.params }
    : { code: 'run.unexpected', params: { kind: error instanceof Error ? error.name : 'unknown' } }

type Totals = { lookedAt: number; inStep: number; writes: { zoho: number; moodle: number } }

async function lookAtAll(
  making: PlanMaking,
  plan: { id: number; holder: string; scope: Scope },
  reading: Ports,
  rehearsing: Ports,
): Promise<Totals> {
  const totals: Totals = { lookedAt: 0, inStep: 0, writes: { zoho: 0, moodle: 0 } }
  const waiting = new Map<string, Candidate[]>()
  const add = (more: readonly Candidate[]): void => {
    for (const one of more) waiting.set(one.flow, [...(waiting.get(one.flow) ?? []), one])
  }
  /** Rehearses what is together of each flow: full sets, or at the end all of it, and what follows from it. */
  const drain = async (atLeast: number): Promise<void> => {
    for (;;) {
      const [flow, keys] = [...waiting].find(([, all]) => all.length >= atLeast) ?? []
      if (flow === undefined || keys === undefined) return
      if (making.signal?.aborted) throw new RejectedError('plan.stopped', { plan: plan.id }, 409)
      const set = keys.splice(0, SET)
      if (keys.length === 0) waiting.delete(flow)
      add(await lookAt(making, plan, rehearsing, flow, set, totals))
      making.onProgress?.(totals.lookedAt)
    }
  }
  for (const name of plan.scope.names) {
    for await (const page of candidates({ ...making, zoho: reading.zoho }, name, plan.scope)) {
      await making.database.withTenant(making.tenant, (tx) => showLife(tx, plan.id, plan.holder))
      add(page)
      await drain(SET)
    }
    // Items are applied in the order in which they were looked at: what others depend on comes first.
    await drain(1)
  }
  return totals
}

/** @returns the keys that these feed, or whose business they are */
async function lookAt(
  making: PlanMaking,
  { id, holder }: { id: number; holder: string },
  ports: Ports,
  name: string,
  set: readonly Candidate[],
  totals: Totals,
): Promise<Candidate[]> {
  const { database, tenant } = making
  const flow = making.flows.find((each) => each.name === name)
  if (flow === undefined) return []
  const added = await database.withTenant(tenant, async (tx) => {
    await showLife(tx, id, holder)
    return claimCandidates(tx, id, name, set)
  })
  const keys = [...new Map(set.filter(({ subject }) => added.has(subject)).map((key) => [key.subject, key])).values()]
  if (keys.length === 0) return []
  const rehearsed = await rehearseKeys(making, ports, flow, keys).catch((error: unknown) => allWait(error, keys))
  const found = [...rehearsed].map(([subject, answer]) => foundOf(subject, answer))
  await database.withTenant(tenant, (tx) => storeFound(tx, id, name, found))
  totals.lookedAt += found.length
  for (const { status, changes } of found) {
    if (status === 'in_step') totals.inStep += 1
    if (status !== 'planned') continue
    const writes = writesIn(changes)
    totals.writes = { zoho: totals.writes.zoho + writes.zoho, moodle: totals.writes.moodle + writes.moodle }
  }
  return keys.flatMap(({ subject, module, recordId }) =>
    (rehearsed.get(subject)?.follow ?? []).map((route) => ({ ...route, module, recordId, sources: [] })),
  )
}

/**
 * What a whole flow cannot do without, such as the plugin, is missing: its runs would wait for it, and other flows can be planned all the
 * same. Any other trouble ends the making.
 */
function allWait(error: unknown, keys: readonly Candidate[]): Map<string, RehearsedKey> {
  if (!(error instanceof SystemHeldError)) throw error
  const params = { ...error.params, system: error.system, cause: error.code }
  const verdict = { status: 'waiting' as const, code: 'system.waiting' as const, params }
  return new Map(keys.map(({ subject }) => [subject, { changes: [], verdict, follow: [] }]))
}

function foundOf(subject: string, { changes, verdict }: RehearsedKey): Found {
  const flags = flagsOf(changes, verdict.code)
  const isFine = verdict.status === 'completed' || verdict.status === 'skipped'
  const status = changes.length > 0 || flags.includes('adopts') ? 'planned' : isFine ? 'in_step' : 'noted'
  return { subject, status, changes, fingerprint: fingerprintOf(changes), verdict, flags }
}
