import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { png } from '../../../test/photos.ts'
import { createZohoWorld, type ZohoWorld } from '../../../test/zoho-world.ts'
import { type ZohoId, zohoId } from '../../domain/ids.ts'

let world: ZohoWorld
let student: ZohoId
beforeAll(async () => {
  world = await createZohoWorld()
})
afterEach(() => world.reset())
afterAll(() => world.stop())

const files = () => world.simulators.systems.zoho.files
const newStudent = (): void => {
  student = zohoId(String(world.simulators.systems.zoho.records.put('BTEC_Students', { First_Name: 'Ada' }, 'function').id))
}
const photoOf = (refreshToken?: string, of = student) =>
  world.connect(refreshToken === undefined ? {} : { refreshToken }).zoho.photoOf('BTEC_Students', of)

test('the bytes come as they are, whatever they are', async () => {
  newStudent()
  const bytes = Buffer.from([0, 255, 13, 10, 128, 195, 40])
  files().attach('BTEC_Students', student, 'Personal_photo', bytes, 'human')
  expect(await photoOf()).toEqual({ bytes: new Uint8Array(bytes) })
})

test('an attachment named otherwise is none, and without any there is none', async () => {
  newStudent()
  files().attach('BTEC_Students', student, 'passport.png', png('private'), 'human')
  expect(await photoOf()).toEqual({ absent: 'none' })
  expect(await photoOf(undefined, zohoId('5725767000999999999'))).toEqual({ absent: 'none' })
  const asked = (await world.asked()).map(({ operation }) => operation)
  expect(asked.filter((operation) => operation.endsWith('/Attachments/{id}'))).toEqual([])
})

test('one that is too large is not fetched', async () => {
  newStudent()
  files().attach('BTEC_Students', student, 'personal_photo.png', Buffer.alloc(10 * 1024 * 1024 + 1), 'human')
  expect(await photoOf()).toEqual({ absent: 'too large', megabytes: 10 })
})

test('without the permission for attachments the record’s own photo will do, and no connection is held', async () => {
  newStudent()
  const narrow = '1000.narrow-photos'
  world.simulators.systems.zoho.addConsent({ refreshToken: narrow, scopes: ['ZohoCRM.modules.custom.ALL', 'ZohoCRM.org.READ'] })
  files().attach('BTEC_Students', student, 'personal_photo.png', png('attached'), 'human')
  expect(await photoOf(narrow)).toEqual({ absent: 'not allowed' })
  files().putPhoto('BTEC_Students', student, png('own'), 'function')
  expect(await photoOf(narrow)).toEqual({ bytes: new Uint8Array(png('own')) })
})
