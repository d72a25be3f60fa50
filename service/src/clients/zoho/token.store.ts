import type { Tx } from '../../db/database.ts'
import type { Sealed } from '../../secrets/cipher.ts'

export type StoredToken = {
  sealed: Sealed | null
  expiresAt: Date | null
  apiDomain: string | null
  /** Of the credentials the token was made with. */
  fingerprint: string
  pausedUntil: Date | null
  creditsRemaining: number | null
}

type Row = {
  access_token: Buffer | null
  key_id: string | null
  expires_at: Date | null
  api_domain: string | null
  credentials_fingerprint: string
  paused_until: Date | null
  credits_remaining: number | null
}

/** Held until the transaction ends, the call to Zoho included: over all processes only one refreshes. */
export async function lockToken(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended(current_tenant() || ' zoho token', 0))`)
}

export async function readToken(tx: Tx): Promise<StoredToken | undefined> {
  const { rows } = await tx.query<Row>({
    name: 'zoho-token-read',
    text: `select access_token, key_id, expires_at, api_domain, credentials_fingerprint, paused_until, credits_remaining
      from zoho_tokens where tenant_id = current_tenant()`,
  })
  const [row] = rows
  if (row === undefined) return undefined
  return {
    sealed: row.access_token === null || row.key_id === null ? null : { keyId: row.key_id, box: row.access_token },
    expiresAt: row.expires_at,
    apiDomain: row.api_domain,
    fingerprint: row.credentials_fingerprint,
    pausedUntil: row.paused_until,
    creditsRemaining: row.credits_remaining,
  }
}

/** A new token ends any pause. */
export async function keepToken(
  tx: Tx,
  token: { sealed: Sealed; expiresAt: Date; apiDomain: string | null; fingerprint: string },
): Promise<void> {
  await tx.query(
    `insert into zoho_tokens as known (tenant_id, access_token, key_id, expires_at, api_domain, credentials_fingerprint)
     values (current_tenant(), $1, $2, $3, $4, $5)
     on conflict (tenant_id) do update set access_token = excluded.access_token, key_id = excluded.key_id,
       expires_at = excluded.expires_at, api_domain = excluded.api_domain, paused_until = null, updated_at = now(),
       credits_remaining = case when known.credentials_fingerprint = excluded.credentials_fingerprint then known.credits_remaining end,
       credentials_fingerprint = excluded.credentials_fingerprint`,
    [token.sealed.box, token.sealed.keyId, token.expiresAt, token.apiDomain, token.fingerprint],
  )
}

/** No process asks for a token before `until`. A token of the same credentials stays usable meanwhile; one of others goes. */
export async function keepPause(tx: Tx, pause: { fingerprint: string; until: Date }): Promise<void> {
  await tx.query(
    `insert into zoho_tokens as known (tenant_id, credentials_fingerprint, paused_until) values (current_tenant(), $1, $2)
     on conflict (tenant_id) do update set paused_until = excluded.paused_until, updated_at = now(),
       access_token = case when known.credentials_fingerprint = excluded.credentials_fingerprint then known.access_token end,
       credentials_fingerprint = excluded.credentials_fingerprint`,
    [pause.fingerprint, pause.until],
  )
}

/** What Zoho's header last said of the day's credits; nothing is kept for credentials whose token is not here. */
export async function keepCredits(tx: Tx, fingerprint: string, remaining: number): Promise<void> {
  await tx.query({
    name: 'zoho-token-credits',
    text: `update zoho_tokens set credits_remaining = $2, credits_seen_at = now()
      where tenant_id = current_tenant() and credentials_fingerprint = $1`,
    values: [fingerprint, remaining],
  })
}

/** Puts another box in the place of the stored one; null throws the token away. */
export async function replaceBox(tx: Tx, sealed: Sealed | null): Promise<void> {
  await tx.query('update zoho_tokens set access_token = $1, key_id = $2, updated_at = now() where tenant_id = current_tenant()', [
    sealed?.box ?? null,
    sealed?.keyId ?? null,
  ])
}
