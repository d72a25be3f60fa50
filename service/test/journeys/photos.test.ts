import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertEvents } from '../../src/ledger/receive.store.ts'
import { retryEvent } from '../../src/verbs/put-back.ts'
import { atDesk } from '../desk.ts'
import { jpeg, photoDesk, png } from '../photos.ts'
import { known, told, writesSince } from '../told.ts'
import { createWorld, type World } from '../world.ts'

let world: World
let desk: ReturnType<typeof photoDesk>
beforeAll(async () => {
  world = await createWorld({ settings: { 'photos.enabled': true } })
  desk = photoDesk(world)
})
afterAll(() => world.stop())
beforeEach(() => world.setSetting('photos.enabled', true))

const sha1 = (bytes: Buffer): string => createHash('sha1').update(bytes).digest('hex')

/** Two seconds pass over there: times of change are whole seconds. */
const later = (): Promise<void> => world.control('POST', '/clock', { advanceMs: 2_000 })

/** What became of a student's photo because of an event. */
async function photoVerdict(eventId: string): Promise<string | undefined> {
  const { rows } = await world.look.query<{ verdict_code: string }>(
    `select o.verdict_code from integration_event_outcomes o join integration_events_log e on e.id = o.event
     where e.event_id = $1 and o.flow = 'photos'`,
    [eventId],
  )
  return rows[0]?.verdict_code
}
const looksAtPhotos = async (since: number): Promise<string[]> =>
  (await world.calls('zoho', since)).map(({ operation }) => operation).filter((operation) => /photo|Attachments/.test(operation))

describe('a new account', () => {
  test('gets the newest attachment that is named as a personal photo, and the event still tells of the account', async () => {
    const student = await world.student()
    await desk.putPhoto(student.id, png('of the record'))
    await desk.attach(student.id, 'maya_PERSONAL_PHOTO_old.png', png('old'))
    await later()
    await desk.attach(student.id, 'Personal_photo.jpg', jpeg('new'))
    await desk.attach(student.id, 'passport.png', png('none of our business'))
    const event = await told(world, student, 'created')
    expect(event).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
    expect(await photoVerdict(event.event_id)).toBe('photo.set')
    const account = await world.accountOf(student.id)
    expect(await desk.pictureOf(account?.id ?? 0)).toMatchObject({ sha1: sha1(jpeg('new')), filename: 'photo.jpg' })
    expect((await world.audit(student.id)).find(({ action }) => action === 'setPicture')).toMatchObject({
      outcome: 'done',
      changes: { picture: { before: null, after: createHash('sha256').update(jpeg('new')).digest('hex') } },
    })
  })

  test('gets the photo of the record where nothing is attached, by two calls to Zoho', async () => {
    const student = await world.student()
    await desk.putPhoto(student.id, png('of the record alone'))
    const since = await world.lastCall()
    await told(world, student, 'created')
    expect(await looksAtPhotos(since)).toEqual([
      'GET /crm/v8/BTEC_Students/{id}/Attachments',
      'GET /crm/v8/BTEC_Students/{id}/photo',
    ])
    const account = await world.accountOf(student.id)
    expect(await desk.pictureOf(account?.id ?? 0)).toMatchObject({ sha1: sha1(png('of the record alone')) })
  })

  test('without a photo in Zoho keeps whatever it has', async () => {
    const student = await world.student()
    const event = await told(world, student, 'created')
    expect(event).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
    expect(await photoVerdict(event.event_id)).toBe('photo.none')
  })

  test('in a rehearsal there is none to give a picture to', async () => {
    await world.setSetting('system.dry_run', { enabled: true, modules: [] })
    const student = await world.student()
    await desk.putPhoto(student.id, png('rehearsed'))
    const since = await world.lastCall()
    expect(await told(world, student, 'created')).toMatchObject({ status: 'rehearsed' })
    expect(await writesSince(world, since)).toEqual([])
    await world.setSetting('system.dry_run', { enabled: false, modules: [] })
  })
})

describe('a photo that comes later', () => {
  test('is found by the hint of its own edit, though no field that we read has changed, and the next hint is an echo again', async () => {
    const { student, account } = await known(world)
    await later()
    await desk.putPhoto(student.id, png('later'))
    const touched = await told(world, student)
    expect(touched).toMatchObject({ status: 'completed', verdict_code: 'photo.set' })
    expect(await desk.pictureOf(account.id)).toMatchObject({ sha1: sha1(png('later')) })

    const since = await world.lastCall()
    expect(await told(world, student)).toMatchObject({ status: 'skipped', verdict_code: 'record.echo' })
    expect(await looksAtPhotos(since)).toEqual([])
  })

  test('replaces the one before, and the same photo again is sent to nobody', async () => {
    const student = await world.student()
    await desk.putPhoto(student.id, png('first'))
    await told(world, student, 'created')
    const account = await world.accountOf(student.id)
    await later()
    await desk.putPhoto(student.id, png('second'))
    await told(world, student)
    expect(await desk.pictureOf(account?.id ?? 0)).toMatchObject({ sha1: sha1(png('second')) })

    await later()
    await world.editStudent(student.id, { City: 'Irbid' })
    const since = await world.lastCall()
    const event = await told(world, student)
    expect(event).toMatchObject({ verdict_code: 'student.updated' })
    expect(await photoVerdict(event.event_id)).toBe('photo.in_step')
    expect((await writesSince(world, since)).map(({ operation }) => operation)).toEqual(['core_user_update_users'])
  })

  test.each([
    ['a PDF', Buffer.from('%PDF-1.7 a scan')],
    ['a GIF', Buffer.from('GIF89a')],
    ['nothing that anybody knows', Buffer.from([0, 1, 2])],
  ])('but is %s under the name of a picture is left where it is, and the picture in Moodle too', async (_what, bytes) => {
    const student = await world.student()
    await desk.putPhoto(student.id, png('good'))
    await told(world, student, 'created')
    const account = await world.accountOf(student.id)
    await later()
    await desk.attach(student.id, 'Personal_photo.png', bytes)
    await world.editStudent(student.id, { City: 'Aqaba' })
    const event = await told(world, student)
    expect(event).toMatchObject({ status: 'completed', needs_attention: false, verdict_code: 'student.updated' })
    expect(await photoVerdict(event.event_id)).toBe('photo.not_an_image')
    expect(await desk.pictureOf(account?.id ?? 0)).toMatchObject({ sha1: sha1(png('good')) })
  })
})

describe('a person who asks', () => {
  test('has the photo looked at, and a picture that somebody took away is put there again', async () => {
    const student = await world.student()
    await desk.putPhoto(student.id, png('asked for'))
    const created = await told(world, student, 'created')
    const account = await world.accountOf(student.id)
    const retried = async (): Promise<string | undefined> => {
      await atDesk(world, (at) => retryEvent(at, String(created.id)))
      await world.settled(created.event_id)
      return photoVerdict(created.event_id)
    }
    const since = await world.lastCall()
    expect(await retried()).toBe('photo.in_step')
    expect(await writesSince(world, since)).toEqual([])
    await desk.removePicture(account?.id ?? 0)
    expect(await desk.pictureOf(account?.id ?? 0)).toBeUndefined()
    expect(await retried()).toBe('photo.set')
    expect(await desk.pictureOf(account?.id ?? 0)).toMatchObject({ sha1: sha1(png('asked for')) })
  })
})

describe('a bulk sync', () => {
  const synced = async (student: { id: string }): Promise<string> => {
    const eventId = `sync:photos:${student.id}`
    const { id: recordId } = student
    await atDesk(world, ({ database, tenant }) =>
      insertEvents(database, tenant, [
        {
          event: {
            source: 'sync',
            lane: 'bulk',
            eventId,
            name: 'zoho.student.updated',
            eventType: 'updated',
            module: 'BTEC_Students',
            recordId,
            payload: {},
            bodyHash: eventId,
          },
          routes: [{ flow: 'students', subject: recordId }],
        },
      ]),
    )
    expect(await world.settled(eventId)).toMatchObject({ status: 'completed', verdict_code: 'student.created' })
    return eventId
  }

  test('looks for nobody’s photo', async () => {
    const since = await world.lastCall()
    await synced(await world.student())
    expect(await looksAtPhotos(since)).toEqual([])
  })

  test('looks for them where the college wants it, behind people’s work', async () => {
    await world.setSetting('photos.in_bulk', true)
    const student = await world.student()
    await desk.putPhoto(student.id, png('in bulk'))
    const eventId = await synced(student)
    await world.setSetting('photos.in_bulk', false)
    expect(await photoVerdict(eventId)).toBe('photo.set')
  })
})

test('a college that wants no photos has none looked for', async () => {
  await world.setSetting('photos.enabled', false)
  const student = await world.student()
  await desk.putPhoto(student.id, png('unwanted'))
  const since = await world.lastCall()
  await told(world, student, 'created')
  expect(await looksAtPhotos(since)).toEqual([])
})

describe('a call that breaks', () => {
  test.each([
    ['zoho', 'Attachments', 'refuse'],
    ['zoho', 'photo', 'lose'],
    ['moodle', 'upload.php', 'lose'],
    ['moodle', 'core_user_update_picture', 'refuse'],
    ['moodle', 'core_user_update_picture', 'lose'],
  ] as const)('%s, asked for %s (%s): the picture is there in the end, and nothing is in doubt', async (system, match, how) => {
    const student = await world.student()
    await desk.putPhoto(student.id, png(`storm ${match} ${how}`))
    await world.fault({ system, match, how })
    const event = await told(world, student, 'created')
    expect(event).toMatchObject({ status: 'completed', needs_attention: false })
    const account = await world.accountOf(student.id)
    expect(await desk.pictureOf(account?.id ?? 0)).toMatchObject({ sha1: sha1(png(`storm ${match} ${how}`)) })
    const open = (await world.audit(student.id)).filter(({ outcome }) => ['begun', 'uncertain'].includes(outcome))
    expect(open).toEqual([])
  })
})
