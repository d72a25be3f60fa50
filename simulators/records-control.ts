import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { bodyOf, ControlError } from './control-request.ts'
import type { Actor, SimulatedRecord, SimulatedSystem } from './system.ts'

type Systems = { [name: string]: SimulatedSystem | undefined }
type Place = { system: string; module: string; id: string }

const actor = z.enum(['human', 'function', 'api']).default('human')
/** Who acts, by `?as=`: a person unless told otherwise. */
export const actorOf = (query: unknown): Actor => actor.parse((query as { as?: string }).as)
const fields = z.record(z.string(), z.unknown())

/** `GET|PUT|PATCH|DELETE /__sim/{system}/records/{module}[/{id}]`: records as people, functions or integrations change them. */
export function recordsControl(server: FastifyInstance, systems: Systems, onChange: () => void): void {
  const recordsOf = (place: { system: string }): SimulatedSystem['records'] => {
    const system = systems[place.system]
    if (system === undefined)
      throw new ControlError(404, `No simulated system "${place.system}": there are ${Object.keys(systems)}`)
    return system.records
  }
  const inModule = (place: { system: string; module: string }): SimulatedSystem['records'] => {
    const records = recordsOf(place)
    if (!records.modules().includes(place.module)) {
      throw new ControlError(404, `No module "${place.module}": there are ${records.modules().join(', ')}`)
    }
    return records
  }
  const found = (record: SimulatedRecord | undefined, place: Place): SimulatedRecord => {
    if (record === undefined) throw new ControlError(404, `No ${place.module} with the id ${place.id}`)
    return record
  }

  server.get<{ Params: Place }>('/__sim/:system/records', async (request) => ({ modules: recordsOf(request.params).modules() }))

  server.get<{ Params: Place; Querystring: Record<string, string> }>('/__sim/:system/records/:module', async (request) => {
    const { as: _as, limit, ...wanted } = request.query
    const matches = inModule(request.params)
      .list(request.params.module)
      .filter((record) => Object.entries(wanted).every(([field, value]) => String(record[field] ?? '') === value))
    return { count: matches.length, records: limit === undefined ? matches : matches.slice(0, Number(limit)) }
  })

  server.get<{ Params: Place }>('/__sim/:system/records/:module/:id', async (request) => {
    const { module, id } = request.params
    return found(inModule(request.params).get(module, id), request.params)
  })

  server.put<{ Params: Place }>('/__sim/:system/records/:module', async (request) => {
    const record = inModule(request.params).put(request.params.module, bodyOf(request, fields), actorOf(request.query))
    onChange()
    return record
  })

  server.put<{ Params: Place }>('/__sim/:system/records/:module/:id', async (request) => {
    const { module, id } = request.params
    const record = inModule(request.params).put(module, { ...bodyOf(request, fields), id }, actorOf(request.query))
    onChange()
    return record
  })

  server.patch<{ Params: Place }>('/__sim/:system/records/:module/:id', async (request) => {
    const { module, id } = request.params
    const record = inModule(request.params).patch(module, id, bodyOf(request, fields), actorOf(request.query))
    onChange()
    return found(record, request.params)
  })

  server.delete<{ Params: Place }>('/__sim/:system/records/:module/:id', async (request) => {
    const { module, id } = request.params
    if (!inModule(request.params).remove(module, id, actorOf(request.query))) found(undefined, request.params)
    onChange()
    return { removed: 1 }
  })

  server.delete<{ Params: Place }>('/__sim/:system/records/:module', async (request) => {
    const { module } = request.params
    const records = inModule(request.params)
    const removed = records.list(module).filter((record) => records.remove(module, String(record.id), actorOf(request.query)))
    onChange()
    return { removed: removed.length }
  })
}
