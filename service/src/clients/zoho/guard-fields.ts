import { sensitiveFields } from '../../domain/sensitive-fields.ts'
import { operationOf, type ZohoRequest } from './request.ts'

const sensitive = new RegExp(`\\b(${sensitiveFields.join('|')})\\b`, 'i')

/**
 * The last gate before the wire: a read names its fields, and never one that is nobody's business here.
 * @throws TypeError for either; it is our own mistake, so no run should survive it.
 */
export function guardFields(request: ZohoRequest): void {
  if (request.effect !== 'read') return
  const { fields } = request.query ?? {}
  const readsRecords = request.method === 'GET' && request.module !== undefined && !request.path.endsWith('/deleted')
  if (readsRecords && (fields === undefined || fields.replaceAll(/[\s,]/g, '') === '')) {
    throw new TypeError(`${operationOf(request)} names no fields; Zoho would answer all of them`)
  }
  const [, found] = sensitive.exec(JSON.stringify([request.path, request.query, request.body])) ?? []
  if (found !== undefined) throw new TypeError(`${operationOf(request)} asks for ${found}, which must never be read`)
}
