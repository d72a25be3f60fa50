// What can be said of the Moodle plugins without Moodle: do their parts agree with each other?
import { join } from 'node:path'
import { PLUGIN_FOLDERS, readPlugin } from './plugin.ts'
import { inspectPlugins } from './plugin-rules.ts'

const local = join(import.meta.dirname, '../../moodle/local')
const plugins = await Promise.all(PLUGIN_FOLDERS.map((folder) => readPlugin(local, folder)))
const objections = inspectPlugins(plugins)

for (const [rule, found = []] of Object.entries(Object.groupBy(objections, (each) => each.rule))) {
  console.error(
    [`${rule}: ${found[0]?.comment ?? ''}`, ...found.map(({ component, line }) => `  ${component}/${line}`)].join('\n'),
  )
}
const files = plugins.reduce((sum, { paths }) => sum + paths.length, 0)
console.log(`${files} files, ${objections.length} objections`)
process.exitCode = objections.length === 0 && files > 0 ? 0 : 1
