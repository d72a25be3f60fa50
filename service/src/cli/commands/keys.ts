import { createKey, listKeys, revokeKey } from '../../verbs/api-keys.ts'
import type { Desk } from '../../verbs/desk.ts'
import { clock, columns } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'

type Counter = { desk: Desk; out: Output }

export async function createKeyCommand({ desk, out }: Counter, name: string): Promise<ExitCode> {
  const { key, keyId } = await createKey(desk, name)
  out.answer({ key, key_id: keyId, name }, () => [
    key,
    '',
    `This is the only time it is shown. To take it back: keys revoke ${keyId}`,
  ])
  return exit.done
}

export async function revokeKeyCommand({ desk, out }: Counter, keyId: string): Promise<ExitCode> {
  await revokeKey(desk, keyId)
  out.answer({ key_id: keyId, revoked: true }, () => [`Nobody gets in with key ${keyId} any more.`])
  return exit.done
}

export async function listKeysCommand({ desk, out }: Counter): Promise<ExitCode> {
  const keys = (await listKeys(desk)).map(({ keyId, name, createdAt, lastUsedAt, revokedAt }) => ({
    key_id: keyId,
    name,
    created_at: createdAt.toISOString(),
    last_used_at: lastUsedAt?.toISOString() ?? null,
    revoked_at: revokedAt?.toISOString() ?? null,
  }))
  out.answer({ keys }, () =>
    keys.length === 0
      ? ['No keys yet. Make one: keys create <name>']
      : columns(
          keys.map((key) => [
            key.key_id,
            key.name,
            key.last_used_at === null ? 'never used' : `used ${clock(key.last_used_at)}`,
            key.revoked_at === null ? '' : `revoked ${clock(key.revoked_at)}`,
          ]),
        ),
  )
  return exit.done
}
