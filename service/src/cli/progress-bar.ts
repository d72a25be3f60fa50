import { SingleBar } from 'cli-progress'

/** Shows how far a long command is. Nothing is shown where nobody watches. */
export type ProgressBar = {
  /** Its end is not known: how many so far, and how fast. */
  counting(what: string, count: number): void
  /** Its end is known: also how long it will take. */
  filling(what: string, done: number, total: number): void
  stop(): void
}

export const noProgress: ProgressBar = { counting: () => {}, filling: () => {}, stop: () => {} }

export function createProgressBar(stream: NodeJS.WriteStream = process.stderr): ProgressBar {
  if (!stream.isTTY) return noProgress
  let current: { kind: string; bar: SingleBar; startedAt: number; from: number } | undefined

  const show = (kind: string, format: string, total: number, value: number): void => {
    if (current?.kind !== kind) {
      current?.bar.stop()
      const bar = new SingleBar({ format, stream, hideCursor: true, barsize: 30, autopadding: true })
      bar.start(total, value, { rate: '', left: '' })
      current = { kind, bar, startedAt: Date.now(), from: value }
    }
    const seconds = (Date.now() - current.startedAt) / 1000
    const perSecond = seconds < 0.5 ? 0 : (value - current.from) / seconds
    current.bar.setTotal(total)
    current.bar.update(value, {
      rate: perSecond === 0 ? '' : `${perSecond.toFixed(perSecond < 10 ? 1 : 0)}/s`,
      left: left(total - value, perSecond),
    })
  }

  return {
    counting: (what, count) => show(what, `${what} {value} {rate}`, count, count),
    filling: (what, done, total) => show(what, `${what} [{bar}] {value}/{total} {rate} {left}`, total, done),
    stop() {
      current?.bar.stop()
      current = undefined
    },
  }
}

/** `3 min left`: the library's own estimate begins with infinity. */
function left(count: number, perSecond: number): string {
  if (count === 0 || perSecond === 0) return ''
  const seconds = Math.ceil(count / perSecond)
  return seconds < 90 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`
}
