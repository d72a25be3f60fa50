import { parseArgs } from 'node:util'
import { startSimulators } from './server.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8002' },
    'data-dir': { type: 'string' },
    seed: { type: 'string' },
    'until-stdin-closes': { type: 'boolean', default: false },
  },
})
const seed = values.seed ?? 'college'
if (seed !== 'college' && seed !== 'empty') {
  console.error(`--seed is "college" or "empty", not "${seed}"`)
  process.exit(2)
}

const simulators = await startSimulators({
  port: Number(values.port),
  seed,
  ...(values['data-dir'] === undefined ? {} : { dataDir: values['data-dir'] }),
})
const { url, zoho, moodle } = simulators
console.log(JSON.stringify({ url, zoho, moodle }))

let stopping = false
function stop(): void {
  // A second Ctrl-C while the state is being written must not cut it short.
  if (stopping) return
  stopping = true
  simulators.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
}
process.on('SIGINT', stop)
process.on('SIGTERM', stop)
// Whoever started us holds the other end, and it closes even when they are killed.
if (values['until-stdin-closes']) process.stdin.resume().on('end', stop).on('error', stop)
