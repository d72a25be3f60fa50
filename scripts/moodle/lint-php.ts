// php -l on every PHP file below moodle/, two at a time: PHP reads one file a call, and most of a call is its start, so without extensions (-n).
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = join(import.meta.dirname, '../../moodle')
const files = (await readdir(root, { recursive: true })).filter((file) => file.endsWith('.php'))
const waiting = [...files]
let wrong = 0

async function lint(): Promise<void> {
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    await run('php', ['-n', '-d', 'display_errors=stderr', '-l', file], { cwd: root }).catch((error: unknown) => {
      wrong += 1
      console.error(error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : error)
    })
  }
}

await Promise.all([lint(), lint()])
console.log(`${files.length} files, ${wrong} that PHP cannot read`)
process.exitCode = wrong === 0 && files.length > 0 ? 0 : 1
