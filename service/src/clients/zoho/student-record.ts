import { z } from 'zod'
import { isZohoId } from '../../domain/ids.ts'
import type { ZohoStudent } from '../../ports/zoho.ts'

/** The fields of `BTEC_Students` that we read, and no others. */
export const studentFields = [
  'id',
  'First_Name',
  'Last_Name',
  'Academic_Email',
  'City',
  'Country',
  'Status',
  'Student_Moodle_ID',
  'Modified_Time',
] as const

export const zohoIdText = z.string().refine(isZohoId)

/** A college may turn a text field into a number field; null is how Zoho writes an empty one. */
const text = z.union([z.string(), z.number()]).nullable()
const trimmed = text.transform((value) => (value === null ? '' : String(value).trim()))

const studentRecord = z
  .object({
    id: zohoIdText,
    First_Name: trimmed,
    Last_Name: trimmed,
    Academic_Email: trimmed,
    City: trimmed,
    Country: trimmed,
    Status: trimmed,
    Student_Moodle_ID: trimmed,
    Modified_Time: trimmed,
  })
  .transform(
    (record): ZohoStudent => ({
      id: record.id,
      firstName: record.First_Name,
      lastName: record.Last_Name,
      academicEmail: record.Academic_Email,
      city: record.City,
      country: record.Country,
      status: record.Status,
      moodleId: record.Student_Moodle_ID,
      modifiedTime: record.Modified_Time,
    }),
  )

export const studentPage = z.object({
  data: z.array(studentRecord),
  info: z.object({ more_records: z.boolean(), next_page_token: z.string().nullish() }),
})
