import type { ZohoId } from '../domain/ids.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'

/**
 * What Zoho has of somebody's face: the bytes as they are stored, whatever they may be, or why there are none.
 *   none         nobody has put a photo there
 *   not allowed  nothing that we may see: our permission does not cover attachments
 *   too large    more than `megabytes`, so it was not fetched
 */
export type ZohoPhoto = { bytes: Uint8Array } | { absent: 'none' | 'not allowed' } | { absent: 'too large'; megabytes: number }

/** Pictures of records: the newest attachment whose name contains `Personal_photo`, else the record's own photo. One or two calls each. */
export type ZohoPhotos = { photoOf(module: ZohoModule, id: ZohoId): Promise<ZohoPhoto> }
