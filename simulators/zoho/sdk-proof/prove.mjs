// Zoho's own SDK, an independent client, against the simulator: token → list → get → upsert → delete.
// Usage: node prove.mjs <origin>, e.g. node prove.mjs http://127.0.0.1:8002/zoho
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as zoho from '@zohocrm/typescript-sdk-8.0'

const [
  origin,
  // What the simulator knows out of the box (../oauth.ts).
  clientId = '1000.SIMULATEDCLIENT0000000000000000',
  clientSecret = 'simulated-client-secret-0000000000000000',
  refreshToken = '1000.simulatedrefreshtoken00000000.0000000000000000simulated0000000',
] = process.argv.slice(2)
if (origin === undefined) {
  console.error('Usage: node prove.mjs <origin> [<client id> <client secret> <refresh token>]')
  process.exit(2)
}

const MODULE = 'BTEC_Students'
const { Record: records } = zoho
let failures = 0
let saved

const check = (sentence, holds, seen) => {
  console.log(`${holds ? 'ok  ' : 'FAIL'} ${sentence}${holds ? '' : `: ${show(seen)}`}`)
  if (!holds) failures += 1
}
const show = (value) => JSON.stringify(value, (_key, each) => (typeof each === 'bigint' ? `${each}` : each))

/** The SDK's own stores are a CSV file with secrets, or MySQL; here nothing outlives the process. */
const store = {
  findToken: async () => saved ?? null,
  findTokenById: async () => saved ?? null,
  saveToken: async (token) => {
    saved = token
  },
  deleteToken: async () => undefined,
  getTokens: async () => (saved === undefined ? [] : [saved]),
  deleteTokens: async () => undefined,
}

const initialise = async (folder) => {
  const builder = new zoho.InitializeBuilder()
  // Its constructor goes on working after it returned.
  await new Promise((resolve) => setImmediate(resolve))
  // The second address is the full token URL, not the accounts host.
  const environment = zoho.DataCenter.setEnvironment(origin, `${origin}/oauth/v2/token`, origin)
  const token = new zoho.OAuthBuilder()
    .clientId(clientId)
    .clientSecret(clientSecret)
    .refreshToken(refreshToken)
    .findUser(false)
    .build()
  await builder
    .environment(environment)
    .token(token)
    .store(store)
    .SDKConfig(new zoho.SDKConfigBuilder().pickListValidation(false).autoRefreshFields(false).build())
    .resourcePath(folder)
    .logger(new zoho.LogBuilder().level(zoho.Levels.OFF).filePath(join(folder, 'sdk.log')).build())
    .initialize()
}

const outcomes = (answer) =>
  (answer.getObject().getData() ?? []).map((each) => ({
    ok: each instanceof records.SuccessResponse,
    code: each.getCode().getValue(),
    details: Object.fromEntries(each.getDetails() ?? []),
    action: each.getAction?.()?.getValue?.(),
    duplicateField: each.getDuplicateField?.(),
  }))

const studentNamed = (first, last, email) => {
  const student = new records.Record()
  student.addKeyValue('First_Name', first)
  student.addKeyValue('Last_Name', last)
  student.addKeyValue('Academic_Email', email)
  student.addKeyValue('Status', new zoho.Choice('Freezed'))
  student.addKeyValue('Birth_Date', new Date('2001-02-03'))
  student.addKeyValue('Last_Sync_Date', new Date('2026-11-01T10:00:00Z'))
  return student
}
const wrap = (students, checkFields) => {
  const body = new records.BodyWrapper()
  body.setData(students)
  body.setTrigger([])
  if (checkFields !== undefined) body.setDuplicateCheckFields(checkFields)
  return body
}

const listParameters = async (fields, perPage) => {
  const parameters = new zoho.ParameterMap()
  await parameters.add(records.GetRecordsParam.FIELDS, fields)
  await parameters.add(records.GetRecordsParam.PER_PAGE, perPage)
  return parameters
}

const prove = async () => {
  const students = new records.RecordOperations(MODULE)

  const listed = await students.getRecords(
    await listParameters('First_Name,Last_Name,Academic_Email,Program,Modified_Time', 20),
    new zoho.HeaderMap(),
  )
  check('a multipart token call brings an access token', saved?.getAccessToken()?.startsWith('1000.') === true, saved)
  check('the API domain is the simulator itself', saved?.getAPIDomain() === origin, saved?.getAPIDomain())
  const page = listed.getObject()
  check('the list answers 200', listed.getStatusCode() === 200, listed.getStatusCode())
  check(
    'the list is a ResponseWrapper with 20 records',
    page instanceof records.ResponseWrapper && page.getData().length === 20,
    page,
  )
  check(
    'its info tells of more records and a next page token',
    page.getInfo().getMoreRecords() === true && page.getInfo().getNextPageToken() !== null,
    page.getInfo(),
  )
  const [first] = page.getData()
  check('ids keep all 19 digits', typeof first.getId() === 'bigint' && `${first.getId()}`.length === 19, first.getId())
  check('a date-time is understood', first.getKeyValue('Modified_Time') instanceof Date, first.getKeyValue('Modified_Time'))
  check('a lookup arrives as a record', first.getKeyValue('Program') instanceof records.Record, first.getKeyValue('Program'))

  const got = await students.getRecord(first.getId(), new zoho.ParameterMap(), new zoho.HeaderMap())
  const [whole] = got.getObject().getData()
  check('one record is read whole', got.getStatusCode() === 200 && whole.getId() === first.getId(), got.getStatusCode())
  check('its creator arrives as a user', whole.getCreatedBy()?.getId?.() !== undefined, whole.getCreatedBy())
  check(
    'a picklist value arrives as a choice',
    typeof whole.getKeyValue('Status')?.getValue() === 'string',
    whole.getKeyValue('Status'),
  )

  const unknown = await students.getRecord(5725767000999999999n, new zoho.ParameterMap(), new zoho.HeaderMap())
  check('an unknown id is an empty 204', unknown.getStatusCode() === 204 && unknown.getObject() === null, unknown.getStatusCode())

  const email = `sdk.proof.${Date.now()}@college.example`
  const added = outcomes(
    await students.upsertRecords(wrap([studentNamed('Sdk', 'Proof', email)], ['Academic_Email']), new zoho.HeaderMap()),
  )
  check('an upsert with a new key inserts', added[0]?.ok === true && added[0].action === 'insert', added)
  const mixed = await students.upsertRecords(
    wrap([studentNamed('Sdk', 'Changed', email), studentNamed('Sdk', 'Wrong', 'not an address')], ['Academic_Email']),
    new zoho.HeaderMap(),
  )
  const parts = outcomes(mixed)
  check(
    'a second upsert updates, and a bad record beside it fails alone with 207',
    mixed.getStatusCode() === 207 && parts[0]?.action === 'update' && parts[1]?.code === 'INVALID_DATA',
    parts,
  )
  check('it names the field that matched', parts[0]?.duplicateField === 'Academic_Email', parts[0])
  check('both upserts met one record', `${added[0]?.details.id}` === `${parts[0]?.details.id}`, [added, parts])

  const id = BigInt(`${added[0]?.details.id}`)
  const [afterwards] = (await students.getRecord(id, new zoho.ParameterMap(), new zoho.HeaderMap())).getObject().getData()
  check('the change can be read back', afterwards.getKeyValue('Last_Name') === 'Changed', afterwards.getKeyValue('Last_Name'))
  check(
    'an actual picklist value is read back as its display value',
    afterwards.getKeyValue('Status').getValue() === 'Freeze',
    afterwards.getKeyValue('Status'),
  )
  check(
    'a date-time keeps its instant',
    afterwards.getKeyValue('Last_Sync_Date').getTime() === Date.parse('2026-11-01T10:00:00Z'),
    afterwards.getKeyValue('Last_Sync_Date'),
  )

  const removed = outcomes(await students.deleteRecord(id, new zoho.ParameterMap(), new zoho.HeaderMap()))
  check('the record is deleted', removed[0]?.ok === true, removed)
  const gone = await students.getRecord(id, new zoho.ParameterMap(), new zoho.HeaderMap())
  check('afterwards it is an empty 204', gone.getStatusCode() === 204, gone.getStatusCode())
  const deletedParameters = new zoho.ParameterMap()
  await deletedParameters.add(records.GetDeletedRecordsParam.TYPE, 'recycle')
  const deleted = await students.getDeletedRecords(deletedParameters, new zoho.HeaderMap())
  check(
    'the deleted list names it',
    deleted
      .getObject()
      .getData()
      .some((each) => each.getId() === id),
    deleted.getStatusCode(),
  )
}

const { version } = JSON.parse(
  await readFile(new URL('node_modules/@zohocrm/typescript-sdk-8.0/package.json', import.meta.url), 'utf8'),
)
const folder = await mkdtemp(join(tmpdir(), 'zoho-sdk-proof-'))
try {
  await initialise(folder)
  await prove()
} catch (error) {
  check('the SDK gets to the end', false, { message: String(error), stack: error.cause?.stack, ...error })
} finally {
  await rm(folder, { recursive: true, force: true })
}
console.log(
  failures === 0
    ? `The SDK ${version} and the simulator understand each other.`
    : `${failures} of the SDK's expectations were not met.`,
)
process.exit(failures === 0 ? 0 : 1)
