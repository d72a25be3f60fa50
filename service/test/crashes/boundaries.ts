import pg from 'pg'
import { Agent, type Dispatcher } from 'undici'

/** A line that a process may die at: a commit, or a call to the outside, by what it is about. */
export type Boundary = { label: string; when: 'before' | 'after' }

/** Told at each boundary of this process; it may not return. */
export type AtBoundary = (boundary: Boundary) => void

/** Which statement names a transaction's commit: the last of these that it ran. */
const purposes: Record<string, string> = {
  'ledger-begin': 'the begin of the run',
  'trail-begin': 'the intent in the audit',
  'trail-finish': 'the outcome in the audit',
  'ledger-settle': 'the settlement',
}
/** Statements that commit themselves. */
const alone: Record<string, string> = { 'ledger-receive': 'the receipt', 'queue-claim': 'the claim' }
/** A commit only when something was taken over: it is asked all the time. */
const TAKE_OVER = 'queue-recover'

/** Watches every commit of this process that matters. Only the crash tests' own child does this. */
export function watchCommits(at: AtBoundary): void {
  const purposeOf = new WeakMap<pg.Client, string>()
  const original = pg.Client.prototype.query as (...args: unknown[]) => Promise<unknown>
  const watched = function (this: pg.Client, ...args: unknown[]): Promise<unknown> {
    const [statement] = args as [string | { name?: string; text?: string }]
    const name = typeof statement === 'string' ? undefined : statement.name
    const text = typeof statement === 'string' ? statement : (statement.text ?? '')
    const purpose = name === undefined ? undefined : purposes[name]
    if (purpose !== undefined) purposeOf.set(this, purpose)
    const committing = name !== undefined ? alone[name] : text === 'commit' ? purposeOf.get(this) : undefined
    if (name === TAKE_OVER) {
      return original.apply(this, args).then((answer) => {
        if (((answer as pg.QueryResult).rowCount ?? 0) > 0) purposeOf.set(this, 'the take-over')
        return answer
      })
    }
    if (committing === undefined) return original.apply(this, args)
    purposeOf.delete(this)
    const label = `commit of ${committing}`
    at({ label, when: 'before' })
    return original.apply(this, args).then((answer) => {
      at({ label, when: 'after' })
      return answer
    })
  }
  pg.Client.prototype.query = watched as typeof pg.Client.prototype.query
}

/** Watches every call to the outside: before it is sent, and when its whole answer has come but nobody has seen it yet. */
export function watchCalls(at: AtBoundary): void {
  const original = Agent.prototype.dispatch
  Agent.prototype.dispatch = function (this: Agent, options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) {
    const label = `call of ${nameOf(options)}`
    at({ label, when: 'before' })
    return original.call(this, options, {
      ...bound(handler),
      onResponseEnd(controller, trailers) {
        at({ label, when: 'after' })
        handler.onResponseEnd?.(controller, trailers)
      },
    })
  }
}

/** A handler is an object with a class; spreading it would lose its methods. */
function bound(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...args) => handler.onRequestStart?.(...args),
    onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
    onResponseStart: (...args) => handler.onResponseStart?.(...args),
    onResponseData: (...args) => handler.onResponseData?.(...args),
    onResponseError: (...args) => handler.onResponseError?.(...args),
  }
}

function nameOf({ method, path, body }: Dispatcher.DispatchOptions): string {
  const [, wsfunction] = /wsfunction=(\w+)/.exec(String(body)) ?? []
  return wsfunction ?? `${method} ${path.split('?', 1)[0]?.replace(/^\/\w+(?=\/)/, '')}`
}
