import pg from 'pg'
import type { Credentials } from './credentials.ts'

/** The name of the service's login role and of its database. */
export const SERVICE = 'campusbridge'

/**
 * Makes the role that the service logs in with, and its database. The role can bypass nothing, because row-level security is what keeps
 * tenants apart; it may create roles because the migrations make two group roles, and databases because tests clone a template.
 */
export async function createServiceRole(superuserUrl: string, credentials: Credentials): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [SERVICE])
    if (role.rowCount === 0) {
      await client.query(
        `create role ${SERVICE} login nosuperuser nobypassrls createrole createdb password '${credentials.service}'`,
      )
    }
    const database = await client.query('select from pg_database where datname = $1', [SERVICE])
    if (database.rowCount === 0) await client.query(`create database ${SERVICE} owner ${SERVICE}`)
  } finally {
    await client.end()
  }
}
