import fastify, { type FastifyInstance } from 'fastify'
import { createCallList } from './calls.ts'
import { createClock, type MovableClock } from './clock.ts'
import { controlSurface, type Seed } from './control.ts'
import { createFaults } from './faults.ts'
import { mountSystem } from './mount.ts'
import { atOnce, createPacer } from './pace.ts'
import { createKeeper, readKept } from './persistence.ts'
import type { SimulatedSystem } from './system.ts'

export type ShellOptions<S extends Systems> = {
  /** 0 picks a free one. */
  port: number
  /** Where the state is kept between two starts; without it, everything is forgotten. */
  dataDir?: string | undefined
  seed: Seed
  build(clock: MovableClock): S
  /** What one system alone can be told, beyond what all share. */
  controls?(server: FastifyInstance, systems: S, onChange: () => void): void
  addresses(url: string, systems: S): unknown
}

/** Any of the systems, under their own names. */
type Systems = Partial<Record<SimulatedSystem['name'], SimulatedSystem>>

type Kept = { version: 1; aheadMs: number; systems: Record<string, unknown> }

const BODY_LIMIT = 32 * 1024 * 1024

/** One server on loopback with every simulated system below its name, and the control surface `/__sim` beside them. */
export async function startShell<S extends Systems>(options: ShellOptions<S>) {
  const kept = options.dataDir === undefined ? undefined : ((await readKept(options.dataDir)) as Kept | undefined)
  const clock = createClock(kept?.aheadMs)
  const calls = createCallList()
  const faults = createFaults()
  const stopping = new AbortController()

  const server = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, routerOptions: { maxParamLength: 500 } })
  // Systems parse their own bodies, as their originals do: some read JSON without a Content-Type, some never read JSON at all.
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  const systems = options.build(clock)
  const all = Object.values(systems)
  const pacers = new Map(all.map((system) => [system.name as string, createPacer()]))
  const keeper = createKeeper(
    options.dataDir,
    (): Kept => ({
      version: 1,
      aheadMs: clock.ahead(),
      systems: Object.fromEntries(all.map((system) => [system.name, system.snapshot()])),
    }),
    (error) => console.error('The simulators could not keep their state:', error),
  )

  for (const system of all) {
    if (kept === undefined) system.reset(options.seed)
    else system.restore(kept.systems[system.name])
    const pacer = pacers.get(system.name) ?? createPacer()
    await mountSystem(server, system, { clock, calls, faults, pacer, onChange: keeper.changed, stopping: stopping.signal })
  }

  let url = ''
  await server.register(async (scope) => {
    controlSurface(scope, {
      systems,
      clock,
      calls,
      faults,
      pacers,
      addresses: () => options.addresses(url, systems),
      reset(seed) {
        clock.release()
        faults.clear()
        calls.clear()
        for (const system of all) {
          pacers.get(system.name)?.set(atOnce)
          system.reset(seed)
        }
        keeper.changed()
      },
      onChange: keeper.changed,
    })
    options.controls?.(scope, systems, keeper.changed)
  })

  await server.listen({ port: options.port, host: '127.0.0.1' })
  const address = server.server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : options.port}`

  return {
    url,
    systems,
    async stop(): Promise<void> {
      stopping.abort()
      await server.close()
      await keeper.flush()
    },
  }
}
