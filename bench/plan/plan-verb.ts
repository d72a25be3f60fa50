import { openConnections } from '../../service/src/clients/open-connections.ts'
import { readConfig } from '../../service/src/config.ts'
import { openDatabase } from '../../service/src/db/database.ts'
import { DEFAULT_TENANT } from '../../service/src/domain/ids.ts'
import { flows } from '../../service/src/flows/flows.ts'
import { createLedger } from '../../service/src/ledger/ledger.ts'
import { createPlanner } from '../../service/src/plans/planner.ts'
import { createAnnouncer } from '../../service/src/queue/announce.ts'
import { routesOf } from '../../service/src/router/routes.ts'
import { createCipher } from '../../service/src/secrets/cipher.ts'
import { approvePlan, summaryOfPlan } from '../../service/src/verbs/plans.ts'
import { ready, task } from '../parent.ts'
import type { ServiceTask } from '../service.ts'

/** What `manage plan …` does, in a process beside the service, as it is in production. */
const { databaseUrl, addresses } = task<ServiceTask>()
const database = openDatabase(databaseUrl, { onError: (error) => console.error(error) })
const cipher = createCipher(readConfig({ ENVIRONMENT: 'test' }).encryptionKeys)
const connections = openConnections({ database, cipher, addresses })
const { announce } = createAnnouncer(database)
const planner = createPlanner({
  database,
  ledger: createLedger({ database, routesOf, afterCommit: announce }),
  flows,
  portsOf: async (tenant) => {
    const { zoho, moodle } = await connections.of(tenant)
    return (observe, lane) => ({ zoho: zoho.port(observe, lane), moodle: moodle.port(observe, lane) })
  },
})
const desk = { database, tenant: DEFAULT_TENANT, who: 'the bench', afterCommit: announce }

export type PlanQuestion = { create: 'students' } | { apply: number }
export type PlanAnswer = {
  id: number
  seconds: number
  lookedAt: number
  counts: Record<string, number>
  spentCredits: number
  /** Of this process, the highest its memory ever was. */
  peakMb: number
}

ready(undefined, async (question: PlanQuestion): Promise<PlanAnswer> => {
  const startedAt = performance.now()
  if ('apply' in question) await approvePlan(desk, question.apply)
  const { plan, ended } =
    'apply' in question
      ? await planner.apply(DEFAULT_TENANT, desk.who, question.apply)
      : await planner.create(DEFAULT_TENANT, desk.who, { names: [question.create] })
  await ended
  const seconds = (performance.now() - startedAt) / 1000
  const summary = await summaryOfPlan(desk, plan.id)
  return {
    id: plan.id,
    seconds,
    lookedAt: summary.plan.lookedAt,
    counts: summary.counts.byStatus,
    spentCredits: summary.plan.spent.zohoCredits ?? 0,
    peakMb: process.resourceUsage().maxRSS / 1024,
  }
})
