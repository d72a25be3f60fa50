import { randomInt } from 'node:crypto'
import { openConnections } from '../../service/src/clients/open-connections.ts'
import { readConfig } from '../../service/src/config.ts'
import type { Addresses } from '../../service/src/connections/connections.ts'
import { openDatabase } from '../../service/src/db/database.ts'
import { DEFAULT_TENANT, type MoodleCourseId, type MoodleUserId, zohoId } from '../../service/src/domain/ids.ts'
import type { Written } from '../../service/src/domain/written.ts'
import type { Moodle } from '../../service/src/ports/moodle.ts'
import { createCipher } from '../../service/src/secrets/cipher.ts'
import type { Cluster } from '../cluster.ts'
import type { Report } from '../report.ts'
import { createWire, form, inTwos } from './bare-wire.ts'

const USERS = Number(process.env.BENCH_STUDENTS ?? 1_500)
const STUDENT_ROLE = 5
const PER_LOOK_UP = 100
const PER_CALL = 50

type Person = { id: string; username: string; firstname: string; lastname: string }

/**
 * So many people, each in one course, on a real Moodle: through our own client and the plugin, against a script that looks up, creates and
 * enrols with core's functions alone, one after the other on the same site; then ours once more with nothing to do. Every run makes people
 * and a course of its own, named `bench…`, and leaves them there: the service's role may delete none.
 */
export async function measureRealMoodle(cluster: Cluster): Promise<Report> {
  const { BENCH_MOODLE_URL: url, BENCH_MOODLE_TOKEN: token } = process.env
  if (url === undefined || token === undefined)
    return { measures: [], notes: ['moodle: left out, because BENCH_MOODLE_URL and BENCH_MOODLE_TOKEN name no site'] }
  const nowhere = {
    accountsUrl: 'http://127.0.0.1:9',
    apiUrl: 'http://127.0.0.1:9',
    clientId: '-',
    clientSecret: '-',
    refreshToken: '-',
  }
  const addresses = { zoho: nowhere, moodle: { url, token } } satisfies Addresses
  const database = openDatabase((await cluster.migrated('real_moodle')).url, { onError: (error) => console.error(error) })
  const cipher = createCipher(readConfig({ ENVIRONMENT: 'test' }).encryptionKeys)
  const connections = openConnections({ database, cipher, addresses })
  try {
    const connection = (await connections.of(DEFAULT_TENANT)).moodle
    // Each run opens its port, as the service does.
    const moodle = (): Moodle => connection.port(() => {}, 'bulk')
    const run = randomInt(100_000, 999_999)
    const course = await aCourse(moodle(), run)

    const floor = await timed(() => coreOnly(createWire(addresses), people(run, 1), course))
    const ours = people(run, 2)
    const product = await timed(() => throughUs(moodle(), ours, course))
    const again = await timed(() => throughUs(moodle(), ours, course))
    const told = await timed(() => toldAgain(moodle(), ours, course))
    const ratio = product.seconds / floor.seconds
    return {
      measures: [
        {
          measure: `${USERS} people and their enrolments on a real Moodle, s`,
          product: product.seconds,
          floor: floor.seconds,
          ratio,
          goal: '≤ 1.0 ×',
          met: ratio <= 1,
        },
        {
          measure: 'the same told again, unchanged, s',
          product: told.seconds,
          floor: null,
          ratio: null,
          goal: '≤ 1.5, 0 writes',
          met: told.seconds <= 1.5 && told.result === 0,
        },
        {
          measure: 'the same looked at again with core’s look-up, s',
          product: again.seconds,
          floor: null,
          ratio: null,
          goal: '0 writes',
          met: again.result === 0,
        },
      ],
      notes: [`moodle: ours wrote ${product.result} rows, and then ${again.result}; the course is ${course}`],
    }
  } finally {
    await connections.close()
    await database.end()
  }
}

const people = (run: number, turn: number): Person[] =>
  Array.from({ length: USERS }, (_, nr) => ({
    id: `9${run}${turn}${String(nr).padStart(10, '0')}`,
    username: `bench.${run}.${turn}.${nr}@college.example`,
    firstname: 'Maya',
    lastname: `Haddad ${nr}`,
  }))

async function timed<T>(work: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  const startedAt = performance.now()
  const result = await work()
  return { seconds: (performance.now() - startedAt) / 1000, result }
}

async function aCourse(moodle: Moodle, run: number): Promise<MoodleCourseId> {
  const idnumber = `bench-${run}`
  const [category] = await moodle.createCategories([
    { subject: idnumber, category: { name: `Bench ${run}`, idnumber, parent: 0 } },
  ])
  const [course] = await moodle.createCourses([
    {
      subject: idnumber,
      format: 'topics',
      sections: 1,
      course: {
        fullname: `Bench ${run}`,
        shortname: idnumber,
        idnumber,
        category: resultOf(category),
        visible: true,
        startdate: 0,
        enddate: 0,
      },
    },
  ])
  return resultOf(course)
}

function resultOf<T>(written: Written<T> | undefined): T {
  if (written?.outcome !== 'done') throw new Error(`Moodle would not: ${JSON.stringify(written)}`)
  return written.value
}

const accountOf = ({ id, username, firstname, lastname }: Person) => ({
  subject: zohoId(id),
  username,
  auth: 'oauth2',
  createPassword: false,
  profile: { firstname, lastname, email: username, city: 'Amman', country: 'JO', idnumber: id },
})

/** Looks, compares, writes the difference. @returns how many rows were written */
async function throughUs(moodle: Moodle, all: readonly Person[], course: MoodleCourseId): Promise<number> {
  const found = new Map(
    (
      await moodle.usersBy(
        'idnumber',
        all.map(({ id }) => id),
      )
    ).map((user) => [user.idnumber, user.id]),
  )
  const missing = all.filter(({ id }) => !found.has(id))
  // The twin may be there without our number.
  const taken = await moodle.usersBy(
    'username',
    missing.map(({ username }) => username),
  )
  if (taken.length > 0) throw new Error('Somebody of the bench is there already')
  const made = await moodle.createUsers(missing.map(accountOf))
  for (const [at, { id }] of missing.entries()) found.set(id, resultOf(made[at]))

  const pairs = all.map(({ id }) => ({ user: found.get(id) as MoodleUserId, course, subject: id }))
  const enrolled = new Set((await moodle.enrolmentsOf(pairs)).map(({ user }) => user))
  const absent = pairs.filter(({ user }) => !enrolled.has(user))
  const after = { role: STUDENT_ROLE, suspended: false, timestart: 0, timeend: 0 }
  const written = await moodle.setEnrolments(absent.map((pair) => ({ ...pair, before: null, after })))
  for (const one of written) resultOf(one)
  return missing.length + absent.length
}

/** The plugin looks for itself, and writes what differs. @returns how many rows it wrote */
async function toldAgain(moodle: Moodle, all: readonly Person[], course: MoodleCourseId): Promise<number> {
  const users = (await moodle.createUsers(all.map(accountOf))).map(resultOf)
  const after = { role: STUDENT_ROLE, suspended: false, timestart: 0, timeend: 0 }
  const written = await moodle.setEnrolments(
    all.map(({ id }, at) => ({ user: users[at] as MoodleUserId, course, subject: id, before: null, after })),
  )
  return written.filter(({ outcome }) => outcome !== 'unchanged').length
}

/** Batches of fifty, two in flight. */
async function coreOnly({ askMoodle }: ReturnType<typeof createWire>, all: readonly Person[], course: number): Promise<number> {
  for (const [field, keyOf] of [
    ['idnumber', ({ id }: Person) => id],
    ['username', ({ username }: Person) => username],
  ] as const) {
    await inTwos(all, PER_LOOK_UP, (batch) =>
      askMoodle<object[]>('core_user_get_users_by_field', {
        field,
        ...Object.fromEntries(batch.map((person, at) => [`values[${at}]`, keyOf(person)])),
      }),
    )
  }
  const made = await inTwos(all, PER_CALL, (batch) =>
    askMoodle<{ id: number }[]>(
      'core_user_create_users',
      form(
        'users',
        batch.map(({ id, username, firstname, lastname }) => ({
          auth: 'oauth2',
          idnumber: id,
          username,
          email: username,
          firstname,
          lastname,
          city: 'Amman',
          country: 'JO',
        })),
      ),
    ),
  )
  await inTwos(made, PER_CALL, async (batch) => {
    const enrolments = batch.map(({ id }) => ({ roleid: STUDENT_ROLE, userid: id, courseid: course }))
    await askMoodle('enrol_manual_enrol_users', form('enrolments', enrolments))
    return []
  })
  return made.length
}
