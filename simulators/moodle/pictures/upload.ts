import { createHash, randomInt } from 'node:crypto'
import type { WireAnswer } from '../../system.ts'
import { MoodleError, moodleException } from '../errors.ts'
import { phpJson } from '../json.ts'
import { parseForm } from '../parse-form.ts'
import { callerOf } from '../rest-server.ts'
import type { DraftFile, ImageType } from '../teaching/rows.ts'
import { userContext } from '../user-details.ts'
import type { MoodleWorld } from '../world.ts'
import { partsOf } from './multipart.ts'

export type UploadRequest = { query: string; contentType: string; body: Buffer }

type Sent = { fields: Map<string, string>; files: { filename: string; bytes: Buffer }[] }

/**
 * /webservice/upload.php: puts the files of a form into a draft area of the caller. Answers with HTTP 200 in any case, as text when there
 * are files and as JSON when there are none.
 */
export function answerUpload(world: MoodleWorld, request: UploadRequest): WireAnswer {
  const sent = readForm(request, world)
  try {
    const token = sent.fields.get('token')
    if (token === undefined) throw moodleException('missingparam', 'A required parameter (token) was missing')
    return answer(sent, store(sent, callerOf(world, token), world))
  } catch (error) {
    if (!(error instanceof MoodleError)) throw error
    const { message, errorcode } = error
    return answer(sent, { error: message, errorcode, stacktrace: null, debuginfo: null, reproductionlink: null })
  }
}

function store({ fields, files }: Sent, userid: number, world: MoodleWorld): unknown[] {
  const { draft_files: drafts } = world.teaching
  const asked = Number(fields.get('itemid') ?? 0)
  const itemid = asked > 0 ? asked : randomInt(100_000_000, 999_999_999)
  const filepath = fields.get('filepath') ?? '/'
  const user = world.users.get(userid)
  return files.map(({ filename, bytes }) => {
    const size = bytes.length
    const hasName = (file: DraftFile): boolean => file.filepath === filepath && file.filename === filename
    if (drafts.where('itemid', itemid).some(hasName)) {
      const error = `File name already exists: ${filename}`
      return { filename, filepath: '/tmp/phpUpload', size, errortype: 'filenameexist', error }
    }
    const sha1 = createHash('sha1').update(bytes).digest('hex')
    drafts.insert({ id: drafts.nextId(), itemid, userid, filepath, filename, size, type: typeOf(bytes), sha1 })
    return {
      component: 'user',
      contextid: userContext(userid),
      userid: String(userid),
      filearea: 'draft',
      filename,
      filepath,
      itemid,
      license: 'unknown',
      author: `${user?.firstname} ${user?.lastname}`,
      source: `O:8:"stdClass":1:{s:6:"source";s:${Buffer.byteLength(filename)}:"${filename}";}`,
      filesize: size,
    }
  })
}

/** By the first bytes, as PHP's getimagesize() begins; whether the rest can be drawn is not looked at. */
function typeOf(bytes: Buffer): ImageType | null {
  if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'png'
  if (bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'jpeg'
  return /^GIF8[79]a/.test(bytes.subarray(0, 6).toString('latin1')) ? 'gif' : null
}

function readForm({ query, contentType, body }: UploadRequest, { settings }: MoodleWorld): Sent {
  const fields = new Map<string, string>()
  const files: Sent['files'] = []
  const take = (text: string): void => {
    for (const [key, value] of parseForm(text, settings.maxInputVars)) if (typeof value === 'string') fields.set(key, value)
  }
  take(query)
  if (contentType.startsWith('application/x-www-form-urlencoded')) take(body.toString('utf8'))
  for (const { name, filename, content } of partsOf(body, contentType)) {
    if (filename === undefined) fields.set(name, content.toString('utf8'))
    // Browsers once sent folders along.
    else files.push({ filename: filename.replace(/^.*[\\/]/, ''), bytes: content })
  }
  return { fields, files }
}

const answer = ({ files }: Sent, body: unknown): WireAnswer => ({
  status: 200,
  headers: {
    'content-type': `${files.length === 0 ? 'application/json' : 'text/plain'}; charset=utf-8`,
    'access-control-allow-origin': '*',
  },
  body: phpJson(body),
})
