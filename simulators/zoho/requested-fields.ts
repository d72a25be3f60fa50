import { isObject } from './check-record.ts'
import { parseCoql } from './coql-parser.ts'
import { readJson } from './read-body.ts'

export type RequestedFields = {
  module: string
  /** Field names, `Lookup.Field` included; `*` when a single GET named none and so got them all. */
  fields: string[]
}

const columnsOf = (body: unknown): RequestedFields | undefined => {
  if (!isObject(body) || typeof body.select_query !== 'string') return undefined
  try {
    const { module, columns } = parseCoql(body.select_query)
    return { module, fields: columns }
  } catch {
    return undefined
  }
}

const named = (text: string | null): string[] =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '')

/** Which fields a call asked Zoho for, so that a test can prove which ones nobody ever asks for. Undefined for calls that read no record. */
export const requestedFields = (request: { method: string; url: string; body: unknown }): RequestedFields | undefined => {
  const url = new URL(request.url, 'http://simulator')
  const [, module, id, part, deeper] = /\/crm\/v8\/([A-Za-z]\w*)(?:\/([^/]+))?(?:\/([^/]+))?(?:\/(.+))?$/.exec(url.pathname) ?? []
  if (request.method === 'POST') return module === 'coql' ? columnsOf(readJson(request.body)) : undefined
  if (request.method !== 'GET' || module === undefined || deeper !== undefined) return undefined
  if (['settings', 'org', 'users', 'coql'].includes(module) || id === 'deleted' || id === 'actions') return undefined
  const fields = url.searchParams.get('fields')
  // A related list, by its own name, shows fields of records too; a photo has none.
  if (part !== undefined) return part === 'photo' ? undefined : { module: part, fields: named(fields) }
  return { module, fields: fields === null ? (id === undefined ? [] : ['*']) : named(fields) }
}
