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
      const bar = new SingleBar({ format, stream, hideCursor: true, etaBuffer: 50, barsize: 30, autopadding: true })
      bar.start(total, value, { rate: '' })
      current = { kind, bar, startedAt: Date.now(), from: value }
    }
    const seconds = (Date.now() - current.startedAt) / 1000
    const rate = seconds < 0.5 ? '' : `${Math.round((value - current.from) / seconds)}/s`
    current.bar.setTotal(total)
    current.bar.update(value, { rate })
  }

  return {
    counting: (what, count) => show(what, `${what} {value} {rate}`, count, count),
    filling: (what, done, total) => show(what, `${what} [{bar}] {value}/{total} {rate} {eta_formatted} left`, total, done),
    stop() {
      current?.bar.stop()
      current = undefined
    },
  }
}
