import { randomBytes } from 'node:crypto'
import { chown, rename, writeFile } from 'node:fs/promises'
import { contentsOf, type Home } from './home.ts'

/** Passwords of the two login roles. Letters, digits, `-` and `_` only, so they need no quoting in SQL or in a URL. */
export type Credentials = { superuser: string; service: string }

/** Reads the passwords, or makes and keeps them (mode 0600) before there is a cluster that would need them. */
export async function openCredentials(home: Home): Promise<Credentials> {
  const kept = await contentsOf(home.credentials)
  if (kept !== undefined) return JSON.parse(kept) as Credentials
  const credentials = { superuser: password(), service: password() }
  await writeFile(`${home.credentials}.new`, JSON.stringify(credentials), { mode: 0o600 })
  await rename(`${home.credentials}.new`, home.credentials)
  return credentials
}

/** Hands a password to a program of the server's user through a file, because other users can read a command line. */
export async function writePasswordFile(path: string, content: string, home: Home): Promise<void> {
  await writeFile(path, content, { mode: 0o600 })
  if (home.account !== undefined) await chown(path, home.account.uid, home.account.gid)
}

const password = (): string => randomBytes(24).toString('base64url')
