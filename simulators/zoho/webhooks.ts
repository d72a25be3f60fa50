import { Agent, request } from 'undici'
import type { RecordEvent } from './world.ts'

/** How badly deliveries behave. Shares are between 0 (never) and 1 (always). */
export type DeliveryBehaviour = { delayMs: number; jitterMs: number; duplicate: number; drop: number; reorder: number }

export type WebhookTarget = { url: string; token: string; behaviour?: Partial<DeliveryBehaviour> }

/** A workflow rule with one webhook action, as `provision` would install it (reference/zoho.md §4.2). */
export type WebhookRule = {
  module: string
  on: RecordEvent['event'][]
  /** Below the target's url. */
  path: string
  headers(token: string): Record<string, string>
  /** `${!Module.Id}` is replaced as it stands, without JSON escaping; other merge fields stay as they are. */
  body: string
}

const promptly: DeliveryBehaviour = { delayMs: 0, jitterMs: 0, duplicate: 0, drop: 0, reorder: 0 }

const subjects: Record<string, string> = {
  BTEC_Students: 'student',
  BTEC_Teachers: 'teacher',
  BTEC_Registrations: 'registration',
  BTEC_Classes: 'class',
  BTEC_Enrollments: 'enrollment',
  BTEC_Payments: 'payment',
  BTEC_Grades: 'grade',
  BTEC: 'unit',
  Products: 'program',
}

const mergeId = (module: string): string => `\${!${module}.Id}`

const rulesOf = (module: string, subject: string): WebhookRule[] => {
  const shared = {
    module,
    path: `/v1/events/zoho/${subject}`,
    headers: (token: string) => ({ 'content-type': 'application/json', 'x-campusbridge-token': token }),
  }
  return [
    // One rule for create_or_edit, one for delete, as the college had them; the first cannot tell its two cases apart.
    { ...shared, on: ['create', 'edit'], body: `{"module":"${module}","record_id":"${mergeId(module)}"}` },
    { ...shared, on: ['delete'], body: `{"module":"${module}","record_id":"${mergeId(module)}","event_type":"deleted"}` },
  ]
}

export const defaultRules: WebhookRule[] = Object.entries(subjects).flatMap(([module, subject]) => rulesOf(module, subject))

export type DeliveryCounts = {
  fired: number
  delivered: number
  refused: number
  unreachable: number
  dropped: number
  waiting: number
}

export type Webhooks = ReturnType<typeof createWebhooks>

/** Delivers late, twice, out of order or never, without retries and without a signature (§4.2). Without a target nothing fires. */
export const createWebhooks = (random: () => number, rules: WebhookRule[] = defaultRules) => {
  const counts: DeliveryCounts = { fired: 0, delivered: 0, refused: 0, unreachable: 0, dropped: 0, waiting: 0 }
  const timers = new Set<NodeJS.Timeout>()
  const idle: (() => void)[] = []
  let target: (WebhookTarget & { behaviour: DeliveryBehaviour }) | undefined
  let agent: Agent | undefined
  let heldBack: (() => void) | undefined

  const settled = () => {
    counts.waiting = Math.max(0, counts.waiting - 1)
    if (counts.waiting === 0) for (const resolve of idle.splice(0)) resolve()
  }

  const deliver = async (to: WebhookTarget, rule: WebhookRule, id: string) => {
    try {
      agent ??= new Agent({ connections: 8 })
      const answer = await request(new URL(rule.path, to.url), {
        method: 'POST',
        headers: rule.headers(to.token),
        body: rule.body.replaceAll(mergeId(rule.module), id),
        dispatcher: agent,
        headersTimeout: 10_000,
      })
      await answer.body.dump()
      if (answer.statusCode < 300) counts.delivered += 1
      else counts.refused += 1
    } catch {
      // Nobody hears of it and nobody tries again: that is how Zoho loses events.
      counts.unreachable += 1
    } finally {
      settled()
    }
  }

  const schedule = (to: WebhookTarget & { behaviour: DeliveryBehaviour }, rule: WebhookRule, id: string) => {
    const { delayMs, jitterMs, reorder } = to.behaviour
    counts.waiting += 1
    const go = () => {
      const timer = setTimeout(
        () => {
          timers.delete(timer)
          void deliver(to, rule, id)
        },
        delayMs + random() * jitterMs,
      )
      timers.add(timer)
    }
    if (heldBack === undefined && random() < reorder) {
      heldBack = go
      const release = setTimeout(
        () => {
          timers.delete(release)
          releaseHeld()
        },
        delayMs + jitterMs + 1000,
      )
      timers.add(release)
      return
    }
    go()
    releaseHeld()
  }
  const releaseHeld = () => {
    const held = heldBack
    heldBack = undefined
    held?.()
  }

  return {
    setTarget(next: WebhookTarget | undefined) {
      target = next === undefined ? undefined : { ...next, behaviour: { ...promptly, ...next.behaviour } }
    },
    /** @returns how many deliveries were put in line (0 without a target or a rule, or when all were dropped). */
    fire(event: RecordEvent): number {
      const to = target
      if (to === undefined) return 0
      let queued = 0
      for (const rule of rules) {
        if (rule.module !== event.module || !rule.on.includes(event.event)) continue
        counts.fired += 1
        const copies = random() < to.behaviour.drop ? 0 : random() < to.behaviour.duplicate ? 2 : 1
        if (copies === 0) counts.dropped += 1
        for (let copy = 0; copy < copies; copy += 1) schedule(to, rule, event.id)
        queued += copies
      }
      return queued
    },
    counts: (): DeliveryCounts => ({ ...counts }),
    /** Resolves when nothing is on its way any more. */
    drained: (): Promise<void> => (counts.waiting === 0 ? Promise.resolve() : new Promise((resolve) => void idle.push(resolve))),
    /** Forgets what has not been sent, and lets go of the connections. */
    async stop() {
      target = undefined
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
      heldBack = undefined
      const closing = agent
      agent = undefined
      await closing?.destroy()
      counts.waiting = 0
      for (const resolve of idle.splice(0)) resolve()
    },
  }
}
