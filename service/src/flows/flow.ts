import type { RetryLaterError, System } from '../domain/errors.ts'
import type { Hint } from '../domain/events.ts'
import type { TenantId } from '../domain/ids.ts'
import type { Route } from '../domain/route.ts'
import type { Verdict, WaitKey } from '../domain/verdicts.ts'
import type { ZohoModule } from '../domain/zoho-modules.ts'
import type { Mappings } from '../mapping/field-sets.ts'
import type { Links, Records, Remember } from '../ports/memory.ts'
import type { Moodle } from '../ports/moodle.ts'
import type { Zoho } from '../ports/zoho.ts'
import type { AllSettings } from '../settings/definitions.ts'

/** One thing to bring into step, and why we look. */
export type Subject = {
  /** Zoho's record id for most flows; each flow knows its own. */
  id: string
  hints: readonly Hint[]
  /** Every hint is a webhook nobody asked for: if nothing we read has changed, it is an echo. */
  mayBeEcho: boolean
  /** A person asked for this run: limits on removals and loops do not stop it. */
  askedByPerson: boolean
  /**
   * The copy that the plugin keeps of it is to be sent once more though nothing has changed: whoever reads the copy sees how old it is, and
   * an unchanged one becomes younger by that (docs/moodle/student-records.md).
   */
  confirms?: true
}

export type Ports = { moodle: Moodle; zoho: Zoho }

/** What a flow works with. Everything it changes outside goes through the ports; everything it remembers through its answers. */
export type FlowContext = Ports & {
  tenant: TenantId
  links: Links
  records: Records
  /** How this college's fields in Zoho are read. */
  mappings: Mappings
  settings: AllSettings
  rehearsal: boolean
}

/** What a flow says about one subject: how it stands, or whose business it really is. */
export type Answer = Settled | PassedOn

export type Settled = Findings & {
  /** A verdict, or the passing trouble that only this subject has. */
  verdict: Verdict | RetryLaterError
  /**
   * Further keys that the hints of this run feed from now on, whatever the verdict. A key they feed already is left alone, so saying it
   * again, in a repeated run, changes nothing.
   */
  feeds?: readonly Route[]
  passOn?: never
}

/** The subject was only a signpost: its hints belong to these keys, not to it. A key they feed already is run again. */
export type PassedOn = Findings & { passOn: readonly [Route, ...Route[]]; verdict?: never; feeds?: never }

type Findings = {
  /**
   * Links of other records that this run did without: it does not wait for them. Whoever links one later finds what is remembered here;
   * one that came while this run was at work is looked at for this key once more.
   */
  without?: readonly Extract<WaitKey, `link:${string}`>[]
  /** Kept whatever the verdict: an account that was made stays ours even if Zoho would not hear of it. */
  remember?: Remember
  /** Records somebody should look at because of this run: a missing parent, the twin after a merge. */
  lookAlsoAt?: readonly LookAlsoAt[]
  /** What stood on the other side before this run changed anything: closes what earlier runs left uncertain. */
  observed?: Partial<Record<System, Seen | null>>
  /** The same of single objects, where a subject has several over there: by the target that the audit names. */
  observedEach?: readonly ObservedTarget[]
}

/** The fields of an object over there, as the audit names them; null: it is known to have no such field. */
export type Seen = Record<string, string | boolean | null>

export type ObservedTarget = { system: System; target: string; fields: Seen | null }

/** A record to look at by whatever feeds on it, or for the sake of one key alone. */
export type LookAlsoAt = { module: ZohoModule; recordId: string } | (Route & { module: ZohoModule; recordId: string })

/** Brings a set of subjects into step. Every subject gets an answer of its own; what is thrown concerns the whole set. */
export type Flow = {
  name: string
  /** The systems it cannot do without. */
  systems: readonly System[]
  /** Its subjects that have something over there have a copy in the plugin that tells its age: see `confirms`. */
  keepsCopies?: true
  run(subjects: readonly Subject[], context: FlowContext): Promise<Map<string, Answer>>
}
