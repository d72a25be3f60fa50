import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'

/** The operating-system user that the server runs as. */
export type Account = { name: string; uid: number; gid: number }

/** PostgreSQL refuses to run as root, so a root start looks for this account first and takes `nobody` when it does not exist. */
const DEDICATED_ACCOUNT = 'campusbridge'

/** A fixed environment: the operator's locale, library paths and PG* variables must not change how the server is made. */
export const SERVER_ENVIRONMENT = { PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

const run = promisify(execFile)

/** Who runs the server: ourselves, or, when we are root, the owner of an existing cluster, a dedicated account, or `nobody`. */
export async function chooseAccount(existingCluster: string | undefined): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined
  const accounts = accountsIn(await readFile('/etc/passwd', 'utf8'))
  if (existingCluster !== undefined) {
    const { uid, gid } = await stat(existingCluster)
    return accounts.find((account) => account.uid === uid) ?? { name: `user ${uid}`, uid, gid }
  }
  const account = accounts.find(({ name }) => name === DEDICATED_ACCOUNT) ?? accounts.find(({ name }) => name === 'nobody')
  if (account === undefined) {
    throw new Error(
      `PostgreSQL does not run as root, and this machine has neither a user "${DEDICATED_ACCOUNT}" nor "nobody". ` +
        `Create one with "useradd --system ${DEDICATED_ACCOUNT}", or start as an ordinary user.`,
    )
  }
  return account
}

/** Reads the lines of /etc/passwd that name an account. */
export function accountsIn(passwd: string): Account[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}

/** What `spawn` needs to start a program of the server. The working directory must be one that every user can enter. */
export const spawnOptions = (account: Account | undefined) => ({
  cwd: '/',
  env: SERVER_ENVIRONMENT,
  ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }),
})

/** Runs a program to its end as the server's user; rejects with what it printed. */
export async function runAs(account: Account | undefined, program: string, args: string[]): Promise<string> {
  const { stdout } = await run(program, args, spawnOptions(account))
  return stdout
}

/** Whether the server's user can enter a folder. Asked of the system itself, which also knows about ACLs. */
export async function canEnter(account: Account | undefined, folder: string): Promise<boolean> {
  return runAs(account, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder]).then(
    () => true,
    () => false,
  )
}
