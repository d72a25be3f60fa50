import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { syncAccepted, syncStudentsRequest, syncWish } from '../../../../../contract/rest/sync.ts'
import type { SyncName } from '../../../sync/sources.ts'
import { startSync, syncTheseRecords } from '../../../verbs/sync.ts'
import { tellAccepted } from '../../../verbs/tell-sync.ts'
import type { Routes } from '../api-options.ts'
import { notFound, notNow, notUnderstood, refusals } from './answers.ts'

const answers = { 202: syncAccepted, ...notFound, ...notNow, ...notUnderstood, ...refusals }
const tags = ['sync']

/** Addresses with a name of their own for what `/v1/sync/run` does. */
export const namedSyncRoutes =
  ({ deskOf, ledger }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    const ofStudents: [path: string, summary: string, names: SyncName[]][] = [
      ['/v1/sync/students/profile', 'Bring students’ accounts into step', ['students']],
      ['/v1/sync/students/finance', 'Bring what students owe and have paid into step', ['finance']],
      ['/v1/sync/students/all', 'Both', ['students', 'finance']],
    ]
    for (const [path, summary, names] of ofStudents) {
      server.post(path, { schema: { summary, tags, body: syncStudentsRequest, response: answers } }, async (request, reply) => {
        const { student_ids: ids, sync_mode: mode, send_mail: sendMail, allow_removals: allowRemovals } = request.body
        const wanted = names.filter((name) => name !== 'finance' || names.length === 1 || mode !== 'profile')
        const desk = deskOf(request)
        if (ids === undefined)
          return reply.code(202).send(tellAccepted(await startSync(desk, wanted, { sendMail, allowRemovals })))
        const jobs = []
        for (const name of wanted) jobs.push({ name, jobId: (await syncTheseRecords({ ...desk, ledger }, name, ids)).runId })
        return reply.code(202).send(tellAccepted(jobs))
      })
    }

    const others: [path: string, summary: string, name: SyncName][] = [
      ['/v1/sync/enrollments/zoho-to-moodle', 'Bring enrolments in Moodle into step with Zoho', 'enrolments'],
      ['/v1/sync/btec-templates', 'Bring units’ grading templates into step', 'units'],
    ]
    for (const [path, summary, name] of others) {
      server.post(path, { schema: { summary, tags, body: syncWish, response: answers } }, async (request, reply) => {
        const { send_mail: sendMail, allow_removals: allowRemovals } = request.body
        return reply.code(202).send(tellAccepted(await startSync(deskOf(request), [name], { sendMail, allowRemovals })))
      })
    }
  }
