import { Agent, request } from 'undici'
import { type FailedDeliveries, reasonOf } from './failed-deliveries.ts'
import { defaultRules, mergeId, type WebhookRule } from './webhook-rules.ts'
import type { RecordEvent } from './world.ts'

/** How badly deliveries behave. Shares are between 0 (never) and 1 (always). */
export type DeliveryBehaviour = { delayMs: number; jitterMs: number; duplicate: number; drop: number; reorder: number }

export type WebhookTarget = { url: string; token: string; behaviour?: Partial<DeliveryBehaviour> }

const promptly: DeliveryBehaviour = { delayMs: 0, jitterMs: 0, duplicate: 0, drop: 0, reorder: 0 }

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
export const createWebhooks = (random: () => number, failures: FailedDeliveries, rules: WebhookRule[] = defaultRules) => {
  const counts: DeliveryCounts = { fired: 0, delivered: 0, refused: 0, unreachable: 0, dropped: 0, waiting: 0 }
  const timers = new Set<NodeJS.Timeout>()
  const idle: (() => void)[] = []
  let target: (WebhookTarget & { behaviour: DeliveryBehaviour }) | undefined
  let agent: Agent | undefined
  let heldBack: (() => void) | undefined
  let stopped = false

  const settled = () => {
    counts.waiting = Math.max(0, counts.waiting - 1)
    if (counts.waiting === 0) for (const resolve of idle.splice(0)) resolve()
  }

  const failed = ({ module, webhook, workflow }: WebhookRule, recordId: string, reason: string) => {
    // What is cut off by our own stop is nobody's failure.
    if (!stopped) failures.add({ module, recordId, webhook, workflow, reason })
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
      else {
        counts.refused += 1
        failed(rule, id, reasonOf(answer.statusCode))
      }
    } catch (error) {
      // Nobody tries again: who does not ask for the failures never hears of it.
      counts.unreachable += 1
      failed(rule, id, (error as { code?: string }).code === 'UND_ERR_HEADERS_TIMEOUT' ? 'timeout' : 'host_unreachable')
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
      stopped = true
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
