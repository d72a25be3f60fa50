import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { App, AppOptions } from '../../src/app.ts'
import type { Boundary } from './boundaries.ts'

export type ToChild =
  | { start: Pick<AppOptions, 'databaseUrl' | 'addresses'>; dieAt: (Boundary & { nth: number }) | undefined }
  | { dieAt: (Boundary & { nth: number }) | undefined }
export type FromChild = { url: string } | { boundary: Boundary } | { armed: true }

/** Runs the service in processes of its own, one at a time, so that it can be killed at a line of its way. */
export function serviceProcesses() {
  let child: ChildProcess | undefined
  const passed: Boundary[] = []
  let nextDiesAt: (Boundary & { nth: number }) | undefined

  /** The first message that says it; a listener that stays hears also what comes in one breath. */
  const heard = <T>(from: ChildProcess, pick: (message: FromChild) => T | undefined): Promise<T> =>
    new Promise((resolve) => {
      const listen = (message: FromChild): void => {
        const wanted = pick(message)
        if (wanted === undefined) return
        from.off('message', listen)
        resolve(wanted)
      }
      from.on('message', listen)
    })

  return {
    async launch({ databaseUrl, addresses }: AppOptions): Promise<App> {
      const started = fork(new URL('./child.ts', import.meta.url), { stdio: 'inherit', execArgv: [] })
      child = started
      started.on('message', (message: FromChild) => {
        if ('boundary' in message) passed.push(message.boundary)
      })
      const ready = heard(started, (message) => ('url' in message ? message.url : undefined))
      started.send({ start: { databaseUrl, addresses }, dieAt: nextDiesAt } satisfies ToChild)
      nextDiesAt = undefined
      const ended = once(started, 'exit').then(([code, signal]) => {
        throw new Error(`The service ended before it was ready: ${code ?? signal}`)
      })
      const url = await Promise.race([ready, ended])
      ended.catch(() => {})
      return {
        url,
        async stop() {
          if (started.exitCode !== null || started.signalCode !== null) return
          started.kill('SIGTERM')
          await once(started, 'exit')
        },
      }
    },
    /** From now on the process dies at this boundary, the nth time it comes there. */
    async dieAt(target: Boundary & { nth: number }): Promise<void> {
      if (child === undefined) throw new Error('No process was started')
      const armed = heard(child, (message) => ('armed' in message ? true : undefined))
      child.send({ dieAt: target } satisfies ToChild)
      await armed
    },
    /** The next process to start dies at this boundary. */
    nextDiesAt(target: Boundary & { nth: number }): void {
      nextDiesAt = target
    },
    /** It dies at once, wherever it is. */
    async kill(): Promise<void> {
      if (child === undefined) throw new Error('No process was started')
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
    /** How the process ended. */
    async death(): Promise<NodeJS.Signals | null> {
      if (child === undefined) throw new Error('No process was started')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      return child.signalCode
    },
    /** The boundaries passed since the last time this was asked, in order. */
    takePassed: (): Boundary[] => passed.splice(0),
  }
}

export type ServiceProcesses = ReturnType<typeof serviceProcesses>
