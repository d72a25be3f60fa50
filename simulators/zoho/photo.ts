import { nothing, type RecordCall, type ZohoAnswer } from './call.ts'
import { type Author, touchRow } from './changes.ts'
import { RefusedRequest } from './errors.ts'
import { readFilePart } from './file-part.ts'
import { pictureType } from './files.ts'
import { recordOf } from './record-of.ts'
import type { World } from './world.ts'

const TEN_MEGABYTES = 10 * 1024 * 1024

const success = (message: string): ZohoAnswer => ({
  status: 200,
  rowsWritten: 1,
  body: { code: 'SUCCESS', details: {}, message, status: 'success' },
})

/** A photo is set or taken away like any other edit, unless `restrict_triggers=workflow` keeps the rules quiet (reference/zoho.md §2.11). */
const authorOf = (call: RecordCall): Author => ({
  actor: 'api',
  fires: !(call.query.restrict_triggers ?? '').split(',').includes('workflow'),
})

export const showPhoto = (world: World, call: RecordCall): ZohoAnswer => {
  recordOf(world, call)
  const photo = world.files.photo(call.id)
  if (photo === undefined) return nothing
  return { status: 200, rowsFound: 1, file: photo }
}

export const uploadPhoto = (world: World, call: RecordCall): ZohoAnswer => {
  const row = recordOf(world, call)
  const part = readFilePart(call.bytes, call.header('content-type'))
  if (part === undefined) throw new RefusedRequest(400, 'INVALID_DATA', 'invalid data', { param_name: 'file' })
  const contentType = pictureType(part.bytes)
  if (contentType === undefined || part.bytes.length > TEN_MEGABYTES) {
    throw new RefusedRequest(400, 'INVALID_DATA', 'invalid data', { param_name: 'file', maximum_length: TEN_MEGABYTES })
  }
  world.files.putPhoto(row.id, { name: part.name, contentType, base64: part.bytes.toString('base64') })
  touchRow(world, authorOf(call), call.module, row)
  return success('photo uploaded successfully')
}

export const deletePhoto = (world: World, call: RecordCall): ZohoAnswer => {
  const row = recordOf(world, call)
  if (world.files.removePhoto(row.id)) touchRow(world, authorOf(call), call.module, row)
  return success('photo deleted')
}
