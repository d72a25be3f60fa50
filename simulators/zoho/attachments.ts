import { nothing, type RecordCall, type ZohoAnswer } from './call.ts'
import { writeDateTime } from './date-times.ts'
import { missingParameter, tooMuch } from './errors.ts'
import { FIELDS_PER_CALL, readList } from './field-list.ts'
import type { Attachment } from './files.ts'
import { readPage, readPerPage } from './list-request.ts'
import { personOf } from './people.ts'
import { recordOf } from './record-of.ts'
import type { Row } from './table.ts'
import type { World } from './world.ts'

const attachmentAsWire = (world: World, call: RecordCall, row: Row, attachment: Attachment): Record<string, unknown> => {
  const { id, name, email } = personOf(attachment.createdBy)
  const by = { name, id, email }
  const at = writeDateTime(attachment.createdAt, world.behaviour.zone)
  return {
    File_Name: attachment.name,
    Size: String(Buffer.byteLength(attachment.base64, 'base64')),
    Created_Time: at,
    Modified_Time: at,
    Created_By: by,
    Modified_By: by,
    Owner: by,
    Parent_Id: { name: row.values[call.module.nameField] ?? null, id: row.id },
    id: attachment.id,
    $field_states: null,
    $editable: true,
    $file_id: attachment.id,
    $type: 'Attachment',
    $se_module: call.module.apiName,
    $state: 'save',
    $link_url: null,
    $sharing_permission: 'full_access',
  }
}

/** Newest first; `fields` is mandatory as in every list (reference/zoho.md §2.11). What starts with `$`, and the id, come unasked. */
export const listAttachments = (world: World, call: RecordCall): ZohoAnswer => {
  if (call.query.fields === undefined || call.query.fields === '') throw missingParameter('fields')
  const names = readList('fields', call.query.fields)
  if (names.length > FIELDS_PER_CALL) throw tooMuch(FIELDS_PER_CALL, { param_name: 'fields' })
  const row = recordOf(world, call)
  const perPage = readPerPage(call.query)
  const page = readPage(call.query)
  const all = [...world.files.attachments(call.id)].reverse()
  const shown = all.slice((page - 1) * perPage, page * perPage)
  if (shown.length === 0) return nothing
  const wanted = (name: string): boolean => name === 'id' || name.startsWith('$') || names.includes(name)
  return {
    status: 200,
    rowsFound: shown.length,
    body: {
      data: shown.map((each) =>
        Object.fromEntries(Object.entries(attachmentAsWire(world, call, row, each)).filter(([name]) => wanted(name))),
      ),
      info: {
        per_page: perPage,
        next_page_token: null,
        count: shown.length,
        page,
        previous_page_token: null,
        page_token_expiry: null,
        more_records: all.length > page * perPage,
      },
    },
  }
}

/** An id that is unknown or hangs on another record is an empty 204. */
export const downloadAttachment = (world: World, call: RecordCall & { part: string }): ZohoAnswer => {
  recordOf(world, call)
  const found = world.files.attachments(call.id).find((each) => each.id === call.part)
  return found === undefined ? nothing : { status: 200, rowsFound: 1, file: found }
}
