import type { Receipt } from '../../ledger/receive.store.ts'
import type { Problem } from '../problem.ts'

/** What the sender of a single hint is told. */
export function answerOf(receipt: Receipt): { status: number; body: Record<string, string> } {
  switch (receipt.status) {
    case 'accepted':
      return { status: 202, body: { status: 'accepted', event_id: receipt.eventId, message: 'Event queued for processing' } }
    case 'duplicate':
      return { status: 200, body: { status: 'skipped', reason: 'duplicate' } }
    case 'requeued':
      return { status: 202, body: { status: 'accepted', reason: 'requeued' } }
  }
}

/** One line of the answer to a batch, in the order of its events. */
export type BatchResult =
  | { event_id: string; status: 'accepted' | 'skipped'; reason?: 'duplicate' | 'requeued' }
  | ({ event_id: string | null; status: 'refused' } & Pick<Problem, 'code' | 'title' | 'detail' | 'field' | 'fix'>)

export function resultOf({ status, eventId }: Receipt): BatchResult {
  if (status === 'accepted') return { event_id: eventId, status: 'accepted' }
  return { event_id: eventId, status: status === 'duplicate' ? 'skipped' : 'accepted', reason: status }
}

/** The id of a refused line as far as it can be read, so that the sender finds the line again. */
export function refusedResultOf(line: unknown, { code, title, detail, field, fix }: Problem): BatchResult {
  const id = typeof line === 'object' && line !== null && 'event_id' in line ? line.event_id : null
  return {
    event_id: typeof id === 'string' && id.length <= 200 ? id.toWellFormed() : null,
    status: 'refused',
    code,
    title,
    detail,
    ...(field === undefined ? {} : { field }),
    fix,
  }
}
