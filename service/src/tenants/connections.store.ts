import type { ZodError } from 'zod'
import type { Database, Tx } from '../db/database.ts'
import { RejectedError, type System } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Cipher } from '../secrets/cipher.ts'
import { aTokenSigns, type ConnectionSecrets, connectionShapes, doorSecretsOf, fixOf } from './connection-secrets.ts'

type Stores = { database: Pick<Database, 'withTenant'>; cipher: Cipher }

/** How a college reaches a system, or undefined when nobody said so yet. */
export const readConnection = <S extends System>(
  { database, cipher }: Stores,
  tenant: TenantId,
  system: S,
): Promise<ConnectionSecrets[S] | undefined> => database.withTenant(tenant, (tx) => read(tx, cipher, tenant, system))

/** Both connections of a college, read together. */
export const readConnections = ({ database, cipher }: Stores, tenant: TenantId) =>
  database.withTenant(tenant, async (tx) => ({
    zoho: await read(tx, cipher, tenant, 'zoho'),
    moodle: await read(tx, cipher, tenant, 'moodle'),
  }))

/**
 * Checks a connection and stores it encrypted, in place of the one before.
 * @throws RejectedError `setting.invalid`, naming every wrong value
 */
export async function saveConnection<S extends System>(
  { database, cipher }: Stores,
  tenant: TenantId,
  system: S,
  secrets: unknown,
): Promise<void> {
  const parsed = connectionShapes[system].safeParse(secrets)
  if (!parsed.success) throw wrong(system, namesIn(parsed.error))
  await database.withTenant(tenant, async (tx) => {
    const other = system === 'zoho' ? 'moodle' : 'zoho'
    const both = { [system]: parsed.data, [other]: await read(tx, cipher, tenant, other) } as ConnectionSecrets
    if (aTokenSigns(doorSecretsOf(both))) throw wrong(system, [system === 'zoho' ? 'ZOHO_WEBHOOK_TOKEN' : 'MOODLE_WEBHOOK_TOKEN'])
    const { box, keyId } = cipher.seal(JSON.stringify(secrets), contextOf(tenant, system))
    await tx.query({
      text: `insert into extension_integrations (tenant_id, system, secrets, key_id) values (current_tenant(), $1, $2, $3)
        on conflict (tenant_id, system) do update set secrets = excluded.secrets, key_id = excluded.key_id, updated_at = now()`,
      values: [system, box, keyId],
    })
  })
}

async function read<S extends System>(
  tx: Tx,
  cipher: Cipher,
  tenant: TenantId,
  system: S,
): Promise<ConnectionSecrets[S] | undefined> {
  const { rows } = await tx.query<{ secrets: Buffer; key_id: string }>({
    name: 'connections-read',
    text: 'select secrets, key_id from extension_integrations where tenant_id = current_tenant() and system = $1',
    values: [system],
  })
  const [row] = rows
  if (row === undefined) return undefined
  const plain = cipher.open({ keyId: row.key_id, box: row.secrets }, contextOf(tenant, system))
  return connectionShapes[system].parse(JSON.parse(plain)) as ConnectionSecrets[S]
}

/** What a stored connection is, and whose: a box moved to another row does not open. */
export const contextOf = (tenant: TenantId, system: System): string => `extension_integrations ${tenant} ${system}`

const namesIn = (error: ZodError): string[] =>
  error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'connection']))

function wrong(system: System, names: readonly string[]): Error {
  const wanted = [...new Set(names)].map((name) => `${name}: ${fixOf(name)}`).join(' ')
  return new RejectedError('setting.invalid', { key: `connection.${system}`, field: names.join(', '), expected: wanted }, 422)
}
