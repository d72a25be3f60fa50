import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoSecrets } from '../../src/config/demo-secrets.ts'
import { createLog } from '../../src/log/log.ts'
import { known, told } from '../told.ts'
import { createWorld, type World } from '../world.ts'

const lines: string[] = []
let world: World
beforeAll(async () => {
  world = await createWorld({
    log: createLog('trace', { write: (line: string) => void lines.push(line) }),
    settings: { 'breaker.outages': 100, 'deletions.look_again_minutes': 0.002 },
  })
})
afterAll(() => world.stop())

/** What must be nowhere in the log: whom we serve, and what we prove ourselves with. */
const canaries = {
  First_Name: 'Kanarienvogel',
  Last_Name: 'Canaryson',
  Academic_Email: 'canary.bird@college.example',
  City: 'Canaryville',
}
const secrets = [
  demoSecrets.ZOHO_WEBHOOK_SECRET,
  demoSecrets.ZOHO_CLIENT_SECRET,
  demoSecrets.ZOHO_REFRESH_TOKEN,
  demoSecrets.MOODLE_TOKEN,
  demoSecrets.ENCRYPTION_KEY,
]

test('a whole life of a student, with everything that may go wrong in it, leaves one line a run and nobody’s name', async () => {
  const { student, account } = await known(world, { ...canaries })
  const change = async (fields: Record<string, unknown>, eventType = 'updated') => {
    await world.editStudent(student.id, fields)
    return told(world, student, eventType)
  }
  await change({ Academic_Email: 'canary.bird.two@college.example' })
  await change({ Last_Name: 'Canaryson <b>' })
  await change({ Last_Name: 'Canaryson', Country: 'Canaryland' })
  await change({ Status: 'Canarystatus' })
  await change({ Status: 'Active', Academic_Email: 'canary.bird at college' })
  await change({ Academic_Email: canaries.Academic_Email })
  for (const how of ['refuse', 'lose', '500', '429'] as const) {
    for (const system of ['zoho', 'moodle'] as const) {
      await world.fault({ system, nth: 2, how })
      await change({ City: `Canaryville ${system} ${how}` })
      await world.clearFaults()
    }
  }
  // Somebody else with the same name and address, already there.
  await world.account({
    username: 'canary.other@college.example',
    firstname: 'Kanarienvogel',
    lastname: 'Canaryson',
    email: 'x@canary.example',
    idnumber: 'canary-4711',
  })
  await told(world, await world.student({ ...canaries, Academic_Email: 'canary.other@college.example' }), 'created')
  await world.editAccount(account.id, { suspended: true })
  await change({ City: 'Canaryville again' })
  await world.deleteStudent(student.id)
  await told(world, student, 'deleted')
  await world.look.query('alter table sync_students rename column state_hash to hidden')
  const broken = await world.student({ ...canaries, Academic_Email: 'canary.third@college.example' })
  const { eventId } = await world.zohoSends(broken.id, 'created')
  await world.until('the database to have failed us', async () =>
    lines.some((line) => line.includes('42703')) ? true : undefined,
  )
  await world.look.query('alter table sync_students rename column hidden to state_hash')
  await world.settled(eventId)

  const text = lines.join('')
  const found = ['canary', 'kanarien', 'college.example'].filter((word) => text.toLowerCase().includes(word))
  expect(found.map((word) => lines.find((line) => line.toLowerCase().includes(word)))).toEqual([])
  for (const secret of secrets) expect(text).not.toContain(secret)
  const runs = lines.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'run')
  expect(runs.length).toBeGreaterThan(15)
  expect(runs[0]).toMatchObject({
    tenant: 'default',
    flow: 'students',
    subjects: [student.id],
    outcomes: { 'student.created': 1 },
    calls: expect.any(Number),
    ms: expect.any(Number),
  })
})

test('what is kept about calls and queue knows no names either', async () => {
  for (const table of ['integration_event_attempts', 'queue_jobs', 'service_processes', 'breakers', 'zoho_tokens']) {
    const { rows } = await world.look.query(`select * from ${table}`)
    const text = JSON.stringify(rows).toLowerCase()
    expect([table, text.includes('canaryson'), text.includes('kanarien')]).toEqual([table, false, false])
  }
})
