import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { CallList } from './calls.ts'
import type { MovableClock } from './clock.ts'
import { bodyOf, ControlError } from './control-request.ts'
import { type Faults, faultKinds, type NewFault } from './faults.ts'
import { atOnce, type Pacer } from './pace.ts'
import { recordsControl } from './records-control.ts'
import type { SimulatedSystem } from './system.ts'

export type Seed = 'college' | 'empty'

export type ControlOptions = {
  systems: Partial<Record<SimulatedSystem['name'], SimulatedSystem>>
  clock: MovableClock
  calls: CallList
  faults: Faults
  pacers: ReadonlyMap<string, Pacer>
  /** What `GET /__sim` tells: where everything is. */
  addresses(): unknown
  /** Everything back to its beginning: records, clock, faults, pace, calls. */
  reset(seed: Seed): void
  onChange(): void
}

const system = z.enum(['zoho', 'moodle'])
const count = z.int().min(1)
const milliseconds = z.number().min(0)

const newFault = z
  .strictObject({ system, match: z.string(), nth: count, times: count, how: z.enum(faultKinds), ms: milliseconds })
  .partial({ match: true, nth: true, times: true, ms: true })
const newTime = z.union([
  z.strictObject({ now: z.union([z.iso.datetime({ offset: true }), z.number()]) }),
  z.strictObject({ advanceMs: z.number() }),
  z.strictObject({}),
])
const newPace = z
  .strictObject({
    system,
    perCallMs: milliseconds,
    perRowWrittenMs: milliseconds,
    perRowFoundMs: milliseconds,
    servedAtOnce: z.int().min(0),
  })
  .partial({ perCallMs: true, perRowWrittenMs: true, perRowFoundMs: true, servedAtOnce: true })

/** The control surface `/__sim`: see `README.md` beside this file for the whole of it. */
export function controlSurface(server: FastifyInstance, options: ControlOptions): void {
  const { systems, clock, calls, faults, pacers } = options

  server.setErrorHandler((error, _request, reply) => {
    if (error instanceof ControlError) return reply.code(error.status).send({ error: error.message })
    if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) })
    // A simulator that refuses a record (a duplicate, an impossible value) says so in words, some with a status of their own.
    const { message, statusCode = 422 } = error as { message: string; statusCode?: number }
    return reply.code(statusCode).send({ error: message })
  })

  server.get('/__sim', async () => options.addresses())

  server.post('/__sim/reset', async (request) => {
    const { seed } = bodyOf(request, z.strictObject({ seed: z.enum(['college', 'empty']).default('college') }))
    options.reset(seed)
    return { seed }
  })

  server.get('/__sim/calls', async (request) => {
    const wanted = z
      .object({ system: system.optional(), since: z.coerce.number().default(0), operation: z.string().optional() })
      .parse(request.query)
    const { since, system: name, operation } = wanted
    const filter = { since, ...(name === undefined ? {} : { system: name }), ...(operation === undefined ? {} : { operation }) }
    return { lastSeq: calls.lastSeq(), calls: calls.list(filter) }
  })

  server.delete('/__sim/calls', async () => {
    calls.clear()
    return { lastSeq: calls.lastSeq() }
  })

  server.get('/__sim/faults', async () => ({ faults: faults.list() }))
  server.post('/__sim/faults', async (request) => faults.add(bodyOf(request, newFault) as NewFault))
  server.delete('/__sim/faults', async () => {
    faults.clear()
    return { faults: [] }
  })

  server.get('/__sim/clock', async () => timeOf(clock))
  server.post('/__sim/clock', async (request) => {
    const wanted = bodyOf(request, newTime)
    if ('now' in wanted) clock.set(new Date(wanted.now).getTime())
    else if ('advanceMs' in wanted) clock.advance(wanted.advanceMs)
    else clock.release()
    options.onChange()
    return timeOf(clock)
  })

  server.get('/__sim/pace', async () => Object.fromEntries([...pacers].map(([name, pacer]) => [name, pacer.current()])))
  server.put('/__sim/pace', async (request) => {
    const { system: name, ...prices } = bodyOf(request, newPace)
    const pacer = pacers.get(name)
    if (pacer === undefined) throw new ControlError(404, `${name} is not simulated here`)
    pacer.set({ ...atOnce, ...(prices as Partial<typeof atOnce>) })
    return { system: name, ...pacer.current() }
  })

  recordsControl(server, systems, options.onChange)
}

const timeOf = (clock: MovableClock) => ({ now: new Date(clock.now()).toISOString(), aheadMs: clock.ahead() })
