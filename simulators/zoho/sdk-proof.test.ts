import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { runSimulator } from './running-simulator.ts'

const run = promisify(execFile)
const folder = join(import.meta.dirname, 'sdk-proof')

test("Zoho's own SDK finds nothing strange in the simulator: token, list, get, upsert, delete", async () => {
  if (!existsSync(join(folder, 'node_modules'))) {
    // npm is started beside the Node of this test, because its own first line asks for whichever comes first in PATH.
    const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` }
    await run('npm', ['ci'], { cwd: folder, env })
  }
  const running = await runSimulator()
  try {
    const { stdout } = await run(process.execPath, ['prove.mjs', running.origin], { cwd: folder }).catch((error) => {
      throw new Error(`The SDK disagrees:\n${error.stdout}${error.stderr}`)
    })
    expect(stdout).toContain('understand each other')
  } finally {
    await running.stop()
  }
}, 300_000)
