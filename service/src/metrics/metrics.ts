import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { OutsideCall } from '../domain/outside-calls.ts'
import type { QueueDepth } from '../queue/depth.ts'

export type Metrics = ReturnType<typeof createMetrics>

/** What Prometheus may ask for. `readings` are taken when it asks. */
export function createMetrics(readings: {
  queueDepth: () => Promise<QueueDepth>
  breakers: () => Promise<{ tenant: string; system: string; open: boolean }[]>
  silences: () => Promise<{ tenant: string; source: string; isSilent: boolean }[]>
  creditsLeft: () => Promise<{ tenant: string; credits: number }[]>
}) {
  const registry = new Registry()
  const registers = [registry]

  const accepted = new Counter({
    name: 'campusbridge_events_total',
    help: 'Hints at the door, by what became of them.',
    labelNames: ['source', 'answer'],
    registers,
  })
  const outcomes = new Counter({
    name: 'campusbridge_outcomes_total',
    help: 'Verdicts, by flow and code.',
    labelNames: ['flow', 'code'],
    registers,
  })
  const durations = new Histogram({
    name: 'campusbridge_run_seconds',
    help: 'How long a run of a set took.',
    labelNames: ['flow'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const calls = new Counter({
    name: 'campusbridge_outside_calls_total',
    help: 'Calls to outside systems, by result.',
    labelNames: ['system', 'function', 'result'],
    registers,
  })
  const forgotten = new Counter({
    name: 'campusbridge_forgotten_events_total',
    help: 'Open events without a job that the sweep promised again. Expected: zero.',
    registers,
  })
  const missedWebhooks = new Counter({
    name: 'campusbridge_missed_webhooks_total',
    help: 'Events of Moodle that its outbox held and no webhook had brought.',
    registers,
  })
  const missedChanges = new Counter({
    name: 'campusbridge_missed_changes_total',
    help: 'Records of Zoho that had changed, gone or come back, and of which a sweep heard first.',
    registers,
  })
  const missedWakeUps = new Counter({
    name: 'campusbridge_missed_wake_ups_total',
    help: 'Waiting subjects that the sweep had to wake. Expected: zero.',
    registers,
  })

  const depth = new Gauge({
    name: 'campusbridge_queue_jobs',
    help: 'Subjects in the queue, by state.',
    labelNames: ['state'],
    registers,
    async collect() {
      const now = await readings.queueDepth()
      this.set({ state: 'due' }, now.due)
      this.set({ state: 'waiting' }, now.waiting)
      this.set({ state: 'running' }, now.running)
      oldest.set(now.oldestDueSeconds)
    },
  })
  const oldest = new Gauge({
    name: 'campusbridge_queue_oldest_due_seconds',
    help: 'How long the oldest due subject has been due.',
    registers,
  })
  const breakers = new Gauge({
    name: 'campusbridge_breaker_open',
    help: '1 while the connection to a system is held.',
    labelNames: ['tenant', 'system'],
    registers,
    async collect() {
      for (const { tenant, system, open } of await readings.breakers()) this.set({ tenant, system }, open ? 1 : 0)
    },
  })
  const silent = new Gauge({
    name: 'campusbridge_source_silent',
    help: '1 while a source has been silent longer than it ever is.',
    labelNames: ['tenant', 'source'],
    registers,
    async collect() {
      for (const { tenant, source, isSilent } of await readings.silences()) this.set({ tenant, source }, isSilent ? 1 : 0)
    },
  })
  const credits = new Gauge({
    name: 'campusbridge_zoho_credits_left',
    help: 'What Zoho last said is left of the rolling day; it says so once half is spent.',
    labelNames: ['tenant'],
    registers,
    async collect() {
      for (const { tenant, credits: left } of await readings.creditsLeft()) this.set({ tenant }, left)
    },
  })

  return {
    registry,
    gauges: { depth, oldest, breakers, credits, silent },
    accepted,
    forgotten,
    missedWakeUps,
    missedWebhooks,
    missedChanges,
    /** Counts a run that has settled. */
    ran(line: { flow: string; outcomes: Record<string, number>; ms: number }) {
      for (const [code, count] of Object.entries(line.outcomes)) outcomes.inc({ flow: line.flow, code }, count)
      durations.observe({ flow: line.flow }, line.ms / 1000)
    },
    called(call: OutsideCall) {
      const result = call.status === 0 ? 'no answer' : (call.errorCode ?? String(call.status))
      calls.inc({ system: call.system, function: call.function, result })
    },
  }
}
