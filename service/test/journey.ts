import { expect } from 'vitest'
import type { ZohoModule } from '../src/domain/zoho-modules.ts'
import { withoutRepeats } from './in-step.ts'
import type { World, ZohoRecord } from './world.ts'

/** A way for staff to change something in Zoho, and what our system is then expected to do about it. */
export type Journey = {
  name: string
  /** Whose event it is. */
  module: ZohoModule
  eventType: 'created' | 'updated' | 'deleted'
  /** As many records as asked for, each at the point just before the change. Cheap for many: they share runs. */
  arrange(world: World, count: number): Promise<ZohoRecord[]>
  /** What somebody does in Zoho. */
  change(world: World, record: ZohoRecord): Promise<unknown>
  /** Every call that changes something, in order. */
  writes: readonly string[]
  /** Of these writes, those that may be made once more after a break: a time stamp has no state to compare. */
  repeatable?: readonly string[]
  /** Of these, what only says when something was done: a run that finds it done does not know. */
  mayBeLeftOut?: readonly string[]
  /** Throws unless both sides say the same about this record, as it was arranged. */
  expectInStep(world: World, record: ZohoRecord): Promise<void>
  /** Under which subjects the audit keeps what was done for it. Without it, the record's id. */
  auditSubjects?(record: ZohoRecord): readonly string[]
}

/** After trouble on the way the same was done as without, and not twice. */
export function expectWrites({ writes, repeatable, mayBeLeftOut = [] }: Journey, effects: readonly string[]): void {
  const once = withoutRepeats(effects, repeatable)
  expect(once).toEqual(writes.filter((write) => !mayBeLeftOut.includes(write) || once.includes(write)))
}
