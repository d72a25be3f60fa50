import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

export type Child<Ready> = {
  ready: Ready
  process: ChildProcess
  /** One question at a time. */
  ask<Answer>(question: unknown): Promise<Answer>
  stop(): Promise<void>
}

type Said = { ready?: unknown; answer?: unknown; error?: string }

/** Starts a contestant in a process of its own, so that none shares another's heap or event loop. */
export async function startChild<Ready = undefined>(
  file: URL,
  input: unknown,
  options: { env?: Record<string, string>; nodeOptions?: string[] } = {},
): Promise<Child<Ready>> {
  const child = fork(file, [JSON.stringify(input)], {
    execArgv: options.nodeOptions ?? [],
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const next = async (): Promise<Said> => {
    const ending = ended.then(([code, signal]: unknown[]): never => {
      throw new Error(`${file.pathname} ended (${signal ?? code}) instead of answering`)
    })
    const [said] = (await Promise.race([once(child, 'message'), ending])) as [Said]
    if (said.error !== undefined) throw new Error(`${file.pathname}: ${said.error}`)
    return said
  }
  return {
    ready: (await next()).ready as Ready,
    process: child,
    async ask(question) {
      child.send({ question })
      return (await next()).answer as never
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
      await ended
    },
  }
}
