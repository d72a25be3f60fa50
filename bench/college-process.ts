import { type CollegeSize, generateCollege } from '../simulators/generated-college.ts'
import { startSimulators } from '../simulators/server.ts'
import type { RecordWithId } from '../simulators/zoho/zoho.ts'
import { ready } from './parent.ts'

/** What the bench asks of the simulators beside their HTTP: what would take a hundred thousand calls. */
export type CollegeQuestion =
  /** → how many records were entered */
  | { enter: [module: string, records: RecordWithId[]] }
  /** → how many records were entered */
  | { generate: CollegeSize }
  /** → the records of a module, with these fields only */
  | { read: { module: string; fields: string[] } }

const simulators = await startSimulators({ seed: 'empty' })
const { zoho } = simulators.systems

const answer = async (question: CollegeQuestion): Promise<unknown> => {
  if ('enter' in question) {
    const [module, records] = question.enter
    // A hundred a second, and the last of them just now.
    const from = (Math.floor(Date.now() / 1000) - Math.ceil(records.length / 100)) * 1000
    return zoho.fill(
      records.map((record) => [module, record] as const),
      from,
    )
  }
  if ('generate' in question) return zoho.fill(generateCollege(question.generate))
  const { module, fields } = question.read
  return zoho.records.list(module).map((record) => Object.fromEntries(fields.map((field) => [field, record[field]])))
}

ready({ url: simulators.url, zoho: simulators.zoho, moodle: simulators.moodle }, answer)
