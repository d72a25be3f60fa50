import type { StoredFile } from './files.ts'
import type { ModuleSchema } from './schema.ts'

export type Session = { clientId: string; refreshToken: string; userId: string; scopes: string[]; expiresAt: number }

/** A request that has passed the gate, in the words of the handlers. */
export type ZohoCall = {
  query: Record<string, string>
  header(name: string): string | undefined
  /** The parsed JSON, or undefined when there was none or it was not JSON. */
  body: unknown
  /** The body as it came, for uploads. */
  bytes: unknown
  session: Session
}

export type ModuleCall = ZohoCall & { module: ModuleSchema }
export type RecordCall = ModuleCall & { id: string }

export type ZohoAnswer = {
  status: number
  body?: unknown
  /** Goes out byte for byte, in place of a body. */
  file?: StoredFile
  rowsFound?: number
  rowsWritten?: number
}

export const nothing: ZohoAnswer = { status: 204 }
export const unchanged: ZohoAnswer = { status: 304 }
