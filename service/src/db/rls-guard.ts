import type { Queryable } from './queryable.ts'

/**
 * Refuses a login that row-level security does not bind, because that is what keeps tenants apart. Asks for every role the login may turn
 * into as well: being able to `SET ROLE` to a superuser is being one.
 */
export async function refuseIfRlsCanBeBypassed(database: Queryable): Promise<void> {
  const { rows } = await database.query<{ login: string; role: string; superuser: boolean }>(
    `select session_user as login, rolname as role, rolsuper as superuser
       from pg_roles
      where (rolsuper or rolbypassrls) and pg_has_role(session_user, oid, 'MEMBER')
      order by rolname <> session_user, rolname
      limit 1`,
  )
  const found = rows[0]
  if (found === undefined) return
  const { login, role, superuser } = found
  const power = superuser ? 'is a superuser' : 'has BYPASSRLS'
  throw new Error(
    `DATABASE_URL logs in as "${login}", which ${role === login ? power : `may become "${role}", which ${power}`}: ` +
      'row-level security would not keep tenants apart. ' +
      (role === login
        ? 'Make a role of its own for the service, "CREATE ROLE campusbridge LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE PASSWORD \'…\'", ' +
          'let it own the database ("ALTER DATABASE … OWNER TO campusbridge"), and put it into DATABASE_URL.'
        : `Take that away with "REVOKE ${role} FROM ${login}".`),
  )
}
