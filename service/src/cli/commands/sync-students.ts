import type { ZohoId } from '../../domain/ids.ts'
import { requestStudents, type Synced, syncStudents } from '../../sync/students-sync.ts'
import { type Waited, waitUntilSettled } from '../../sync/wait-until-settled.ts'
import { plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import { rehearse } from './plan-students.ts'
import type { SyncCounter } from './sync-counter.ts'

/** `sync students --all`: a hint for each student that differs from the last known state, then their verdicts. */
export async function syncAllCommand(counter: SyncCounter, { sendMail }: { sendMail: boolean }): Promise<ExitCode> {
  const mails = sendMail ? 0 : await mailsBefore(counter)
  if (mails > 0) {
    counter.out.answer({ stopped: true, mails }, () => [
      `Moodle would send ${plural(mails, 'e-mail')} with a new password, so nothing was done.`,
      'If they shall go out: sync students --all --send-mail. To see who: sync students --plan.',
      'If your students log in through another system: settings set moodle.auth oauth2 (or its plugin’s name).',
    ])
    return exit.notPossible
  }
  const { desk, progress, signal, out, ledger, mappings, ports } = counter
  const synced = await syncStudents({
    database: desk.database,
    tenant: desk.tenant,
    ledger,
    mappings,
    zoho: ports.zoho,
    onPage: ({ read }) => progress.counting('Students read:', read),
    ...(signal === undefined ? {} : { signal }),
  })
  progress.stop()
  if (synced.resumed) out.note('Went on where the last sync was interrupted.')
  if (synced.interrupted) {
    out.answer(countsOf(synced), () => [
      `Interrupted after ${plural(synced.read, 'student')}. Their changes are on their way; the next sync goes on from here.`,
    ])
    return exit.notPossible
  }
  return end(counter, synced, await settled(counter, synced.written))
}

/** `sync students --ids`: hints for the students a person named, and their verdicts. */
export async function syncIdsCommand(counter: SyncCounter, ids: readonly ZohoId[]): Promise<ExitCode> {
  const written = await requestStudents({ ledger: counter.ledger, tenant: counter.desk.tenant }, ids)
  return end(counter, undefined, await settled(counter, written))
}

/** Only accounts whose password Moodle makes cost an e-mail; otherwise nobody need be asked. */
async function mailsBefore(counter: SyncCounter): Promise<number> {
  if (counter.settings['moodle.auth'] !== 'manual') return 0
  return (await rehearse(counter, undefined, () => {})).mails
}

async function settled({ desk, progress, signal, patienceMs }: SyncCounter, written: Synced['written']): Promise<Waited> {
  const waited = await waitUntilSettled({
    ...desk,
    written,
    onProgress: ({ written: total, inLine, waiting }) => {
      if (total > 0) progress.filling('Brought into step', total - inLine - waiting, total)
    },
    ...(signal === undefined ? {} : { signal }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  progress.stop()
  return waited
}

const countsOf = ({ read, added, changed, unchanged, interrupted, resumed, written }: Synced) => ({
  job_id: written.prefix.split(':')[1],
  read,
  added,
  changed,
  unchanged,
  interrupted,
  resumed,
})

function end({ out }: SyncCounter, synced: Synced | undefined, waited: Waited): ExitCode {
  const { written, done, failed, kept, waiting, inLine, ended } = waited
  const answer = {
    ...(synced === undefined ? {} : countsOf(synced)),
    written,
    done,
    failed,
    kept,
    waiting,
    in_line: inLine,
    ended,
  }
  out.answer(answer, () => [
    ...(synced === undefined
      ? [`${plural(written, 'student')} looked at: ${done} in step, ${failed} failed.`]
      : [`${synced.added} added, ${synced.changed} changed, ${synced.unchanged} unchanged, ${failed} failed.`]),
    ...(failed === 0 ? [] : ['Why: causes. Which: events list --status failed']),
    ...(kept === 0
      ? []
      : [`${plural(kept, 'event')} held by a switch or limit, or only rehearsed: events list --status held,rehearsed`]),
    ...(ended === 'stuck'
      ? [`${inLine + waiting} have not moved for a while (${waiting} wait for something). Is the service running?`]
      : []),
    ...(ended === 'interrupted' ? [`${inLine + waiting} are still on their way; the service goes on without this command.`] : []),
  ])
  return failed > 0 || ended === 'stuck' ? exit.needsAttention : exit.done
}
