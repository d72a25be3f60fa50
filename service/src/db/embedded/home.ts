import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, realpath, rmdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Account, canEnter, chooseAccount } from './run-as.ts'

/** Where one cluster and everything around it lives, and who runs it. */
export type Home = {
  account: Account | undefined
  /** Holds all of the below. */
  folder: string
  /** PostgreSQL's own data folder. It exists only when it is complete. */
  cluster: string
  /** The private folder of the unix socket. */
  run: string
  credentials: string
  port: string
  log: string
}

/** Used instead of the data folder when the server's user cannot reach that, as below root's home (mode 0700). */
const SHARED_STATE = '/var/lib/campusbridge'

/**
 * Finds or makes the home of the cluster that belongs to a data folder: `<dataDir>/postgres`, or, when the server's user cannot go
 * there, a folder of its own in /var/lib that `<dataDir>/postgres.location` points to.
 */
export async function openHome(dataDir: string, sharedState: string = SHARED_STATE): Promise<Home> {
  const root = await realpath(dataDir)
  const pointer = join(root, 'postgres.location')

  const elsewhere = await contentsOf(pointer)
  if (elsewhere !== undefined) {
    if (await exists(elsewhere)) return homeIn(elsewhere)
    throw new Error(
      `The database of ${root} was kept in ${elsewhere}, and that folder is gone. ` +
        `Put it back, or delete ${pointer} to start with an empty database.`,
    )
  }

  const usual = join(root, 'postgres')
  await makePassableFolder(usual)
  const home = await homeIn(usual)
  if ((await exists(home.cluster)) || (await canEnter(home.account, usual)) || (await letThrough(root, usual, home.account)))
    return home

  await rmdir(usual)
  const folder = join(sharedState, randomBytes(8).toString('hex'))
  await makePassableFolder(sharedState)
  await makePassableFolder(folder)
  await writeFile(pointer, folder)
  return homeIn(folder)
}

/** Lets the server's user through the data folder itself, as one made by `mktemp -d` (mode 0700): through, without showing its list. */
async function letThrough(root: string, usual: string, account: Account | undefined): Promise<boolean> {
  const { mode } = await stat(root)
  await chmod(root, mode | 0o011)
  if (await canEnter(account, usual)) return true
  await chmod(root, mode)
  return false
}

async function homeIn(folder: string): Promise<Home> {
  const us = process.getuid?.()
  const owner = (await stat(folder)).uid
  if (us !== 0 && us !== owner) {
    throw new Error(`${folder} belongs to user ${owner}, and we are user ${us}. Start as that user, or choose another DATA_DIR.`)
  }
  const cluster = join(folder, 'data')
  const account = await chooseAccount((await exists(cluster)) ? cluster : undefined)
  const at = (name: string) => join(folder, name)
  return {
    account,
    folder,
    cluster,
    run: at('run'),
    credentials: at('credentials.json'),
    port: at('port'),
    log: at('server.log'),
  }
}

/** Makes a folder that everybody may pass and nobody may list, whatever the umask says. */
async function makePassableFolder(folder: string): Promise<void> {
  const made = await mkdir(folder, { recursive: true })
  if (made !== undefined) await chmod(folder, 0o711)
}

/** Makes a folder that only the server's user can enter. */
export async function makePrivateFolder(folder: string, account: Account | undefined): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  if (account !== undefined) await chown(folder, account.uid, account.gid)
}

export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )

/** The text of a small file, or undefined when there is none. */
export const contentsOf = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').then(
    (text) => text.trim(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined
      throw error
    },
  )
