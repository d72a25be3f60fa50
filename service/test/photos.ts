import type { World } from './world.ts'

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const JPEG = [0xff, 0xd8, 0xff, 0xe0]

/** Different bytes that begin as a picture does; whoever looks only at the beginning takes them for one. */
export const png = (what: string): Buffer => Buffer.concat([Buffer.from(PNG), Buffer.from(what)])
export const jpeg = (what: string): Buffer => Buffer.concat([Buffer.from(JPEG), Buffer.from(what)])

/** What staff do with photos in Zoho, and what Moodle shows of them. */
export const photoDesk = (world: World) => ({
  attach: (student: string, name: string, bytes: Buffer): Promise<{ id: string }> =>
    world.control('POST', `/zoho/attachments/BTEC_Students/${student}`, { name, base64: bytes.toString('base64') }),
  putPhoto: (student: string, bytes: Buffer): Promise<void> =>
    world.control('PUT', `/zoho/photos/BTEC_Students/${student}?as=function`, { base64: bytes.toString('base64') }),
  /** As somebody in Moodle would. */
  async removePicture(account: number): Promise<void> {
    const { url, token } = world.simulators.moodle
    const body = new URLSearchParams({
      wstoken: token,
      moodlewsrestformat: 'json',
      wsfunction: 'core_user_update_picture',
      draftitemid: '0',
      delete: '1',
      userid: String(account),
    })
    await fetch(`${url}/webservice/rest/server.php`, { method: 'POST', body })
  },
  /** Of the picture that the account has now. */
  async pictureOf(account: number): Promise<{ sha1: string; filename: string } | undefined> {
    const [picture] = await world.inMoodle<{ sha1: string; filename: string }>('pictures', `userid=${account}`)
    return picture
  },
})
