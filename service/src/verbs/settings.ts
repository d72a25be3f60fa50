import type { Tx } from '../db/database.ts'
import { RejectedError } from '../domain/errors.ts'
import type { TenantId } from '../domain/ids.ts'
import { heldBy, switchesThatHold } from '../ledger/held.store.ts'
import { putBackInLine } from '../ledger/requeue.store.ts'
import { keyOfSwitch } from '../router/switches.ts'
import { isSettingKey, type SettingKey, settings } from '../settings/definitions.ts'
import { readSettings, type SettingChange, settingHistory, writeSetting } from '../settings/settings.store.ts'
import type { Desk } from './desk.ts'

export type SettingView = { key: SettingKey; value: unknown; standard: unknown; isStandard: boolean; says: string }

/** Every setting there is, with the value in force. */
export async function listSettings({ database, tenant }: Pick<Desk, 'database' | 'tenant'>): Promise<SettingView[]> {
  const values = await database.withTenant(tenant, readSettings)
  return (Object.keys(settings) as SettingKey[]).map((key) => viewOf(key, values[key]))
}

/** @throws RejectedError `setting.unknown` */
export async function getSetting({ database, tenant }: Pick<Desk, 'database' | 'tenant'>, key: string): Promise<SettingView> {
  const known = knownKey(key)
  return viewOf(known, (await database.withTenant(tenant, readSettings))[known])
}

/** Newest first. @throws RejectedError `setting.unknown` */
export function historyOfSetting({ database, tenant }: Pick<Desk, 'database' | 'tenant'>, key: string): Promise<SettingChange[]> {
  const known = knownKey(key)
  return database.withTenant(tenant, (tx) => settingHistory(tx, known))
}

/**
 * Checks and stores a setting; it is in force at once. Turning a switch of `workflows.auto_enabled` on runs what it held, in the same
 * transaction. Rehearsed events stay until a person releases them.
 * @throws RejectedError `setting.unknown`, `setting.invalid`
 */
export async function setSetting(desk: Desk, key: string, value: unknown): Promise<SettingView & { released: number }> {
  const known = knownKey(key)
  const { stored, released } = await desk.database.withTenant(desk.tenant, async (tx) => ({
    stored: await writeSetting(tx, known, value, desk.who),
    released: known === 'workflows.auto_enabled' ? await releaseWhatIsOn(tx, desk.tenant) : 0,
  }))
  if (released > 0) desk.afterCommit()
  return { ...viewOf(known, stored), released }
}

/**
 * Runs held events whose switch is on. A run that read its settings just before a switch was turned may hold its events just after: the
 * sweep calls this too, so that none of them stays behind.
 * @returns how many went back in line
 */
export async function releaseWhatIsOn(tx: Tx, tenant: TenantId): Promise<number> {
  const { 'workflows.auto_enabled': positions } = await readSettings(tx)
  const isOn = (name: string): boolean => ['on', true].includes(positions[name] ?? 'on')
  let released = 0
  for (const name of (await switchesThatHold(tx)).filter(isOn)) {
    const waitKey = keyOfSwitch(name)
    released += await putBackInLine(tx, tenant, await heldBy(tx, waitKey), 'setting', { heldBy: waitKey })
  }
  return released
}

const viewOf = (key: SettingKey, value: unknown): SettingView => {
  const { standard, says } = settings[key]
  return { key, value, standard, isStandard: JSON.stringify(value) === JSON.stringify(standard), says }
}

function knownKey(key: string): SettingKey {
  if (!isSettingKey(key)) throw new RejectedError('setting.unknown', { key }, 404)
  return key
}
