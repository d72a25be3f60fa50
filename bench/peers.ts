import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('./peers', import.meta.url))

/** The peers have a lock file of their own, and only the bench installs them. */
export async function installPeers(): Promise<void> {
  if (existsSync(`${FOLDER}/node_modules/graphile-worker`)) return
  console.error('installing the peers …')
  execFileSync('npm', ['ci'], { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] })
}
