import type { Connection } from '../clients/connection.ts'
import type { System } from '../domain/errors.ts'
import { SystemHeldError } from '../domain/errors.ts'
import { DEFAULT_TENANT, type TenantId } from '../domain/ids.ts'
import type { Moodle } from '../ports/moodle.ts'
import type { Zoho } from '../ports/zoho.ts'

/** Where one college's Zoho is and how we prove ourselves there. */
export type ZohoAddress = {
  accountsUrl: string
  /** A sandbox or simulator; undefined uses the address Zoho names with each token. */
  apiUrl: string | undefined
  clientId: string
  clientSecret: string
  refreshToken: string
}
export type MoodleAddress = { url: string; token: string }
export type Addresses = { zoho: ZohoAddress | undefined; moodle: MoodleAddress | undefined }

export type CollegeConnections<Z extends Connection<Zoho>, M extends Connection<Moodle>> = { zoho: Z; moodle: M }

/** Each college's connections, opened when they are first needed and shared by all its runs. */
export type Connections<Z extends Connection<Zoho> = Connection<Zoho>, M extends Connection<Moodle> = Connection<Moodle>> = {
  /** @throws SystemHeldError when nobody has said how to reach one of the systems */
  of(tenant: TenantId): Promise<CollegeConnections<Z, M>>
  close(): Promise<void>
}

export function createConnections<Z extends Connection<Zoho>, M extends Connection<Moodle>>(options: {
  defaultAddresses: Addresses
  /** The addresses of any other college. */
  addressesOf: (tenant: TenantId) => Promise<Addresses>
  openZoho: (tenant: TenantId, address: ZohoAddress) => Z
  openMoodle: (address: MoodleAddress) => M
}): Connections<Z, M> {
  const opened = new Map<TenantId, Promise<CollegeConnections<Z, M>>>()

  const open = async (tenant: TenantId): Promise<CollegeConnections<Z, M>> => {
    const addresses = tenant === DEFAULT_TENANT ? options.defaultAddresses : await options.addressesOf(tenant)
    return {
      zoho: options.openZoho(tenant, known('zoho', addresses.zoho)),
      moodle: options.openMoodle(known('moodle', addresses.moodle)),
    }
  }

  return {
    of(tenant) {
      const college = opened.get(tenant) ?? open(tenant)
      opened.set(tenant, college)
      // A college that could not be opened is tried again by the next run.
      college.catch(() => opened.delete(tenant))
      return college
    },
    async close() {
      const all = await Promise.allSettled(opened.values())
      await Promise.all(
        all.flatMap((college) =>
          college.status === 'fulfilled' ? [college.value.zoho.close(), college.value.moodle.close()] : [],
        ),
      )
    },
  }
}

function known<T>(system: System, address: T | undefined): T {
  if (address === undefined) throw new SystemHeldError(system, 'system.not_connected', { system })
  return address
}
