// Both kinds of borders between the folders: what an import shows, and what only the text shows.
import { cruise, importRules } from './import-rules.ts'
import { inspectHouse } from './inspect-house.ts'

const root = `${import.meta.dirname}/..`
const [{ modules, trespasses }, objections] = await Promise.all([cruise(root), inspectHouse(root)])
const found = [
  ...trespasses.map(({ rule, from, to }) => ({ rule, comment: commentOf(rule), line: `${from} → ${to}` })),
  ...objections.map(({ rule, comment, where }) => ({ rule, comment, line: where })),
]

for (const [rule, [first, ...others] = []] of Object.entries(Object.groupBy(found, (each) => each.rule))) {
  if (first === undefined) continue
  console.error([`${rule}: ${first.comment}`, ...[first, ...others].map(({ line }) => `  ${line}`)].join('\n'))
}
console.log(`${modules.length} files, ${found.length} trespasses`)
// The trap of TypeScript 7: nothing is read, so nothing is wrong.
if (modules.length === 0) console.error('No file was read: dependency-cruiser does not understand this TypeScript.')
process.exitCode = found.length === 0 && modules.length > 0 ? 0 : 1

function commentOf(rule: string): string {
  return importRules.find(({ name }) => name === rule)?.comment ?? ''
}
