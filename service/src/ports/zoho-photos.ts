import type { ZohoId } from '../domain/ids.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'

/** Pictures of records: the newest attachment whose name contains `Personal_photo`, else the record's own photo. */
export type ZohoPhotos = {
  /** @returns the bytes as they are stored, whatever they may be; null when there is none */
  photoOf(module: ZohoModule, id: ZohoId): Promise<Uint8Array | null>
}
