/** What can be made different about the simulated organisation, because the reference leaves it open or orgs differ. */
export type ZohoBehaviour = {
  /** HTTP status of "Access Denied": 200 in Zoho's own posts, 400 in reports of 2025–26 (reference/zoho.md §1.2). */
  accessDeniedStatus: 200 | 400
  /** The token user's zone: every date-time is rendered in it (§2.1). */
  zone: string
  creditsPerDay: number
  concurrency: number
  subConcurrency: number
  searchLagMs: number
  /** Zoho drops field names it does not know without a word (reference/predecessor.md §1.16). */
  unknownFields: 'drop' | 'reject'
  autonumberWrites: 'reject' | 'ignore'
  /** Values outside the list are stored unless the picklist is restricted (§2.1). */
  restrictPicklists: boolean
  /** Real organisations sometimes say AUTHENTICATION_FAILURE for an expired token (§1.3). */
  expiredTokenCode: 'INVALID_TOKEN' | 'AUTHENTICATION_FAILURE'
  /** Whether an update that changes nothing still moves Modified_Time and fires automation (§8.10). */
  noOpUpdatesCount: boolean
  /** Whether editing Enrolled_Students on a class also fires the rules of BTEC_Enrollments. Unknown; the harder case is the default (§2.9). */
  parentEditFiresLinking: boolean
  /** Whether BTEC_Enrollments has Created_Time and Modified_Time; the college's export says no (§2.9). */
  linkingTellsTime: boolean
  /** The same of Products, whose times the export shows. */
  productsTellTime: boolean
  /** COQL needs an edition that has it. */
  coql: boolean
  /** Whether COQL reads the modules of subforms, and the linking module: to be seen on a real organisation (§2.8 – §2.10). */
  coqlOnSubforms: boolean
  coqlOnLinking: boolean
  /** How many values an `in` of COQL takes: 100 by most pages, 50 by one (§2.8). */
  coqlValuesIn: number
}

export const defaultBehaviour: ZohoBehaviour = {
  accessDeniedStatus: 200,
  zone: 'Europe/Istanbul',
  creditsPerDay: 55_000,
  concurrency: 20,
  subConcurrency: 10,
  searchLagMs: 20_000,
  unknownFields: 'drop',
  autonumberWrites: 'reject',
  restrictPicklists: false,
  expiredTokenCode: 'INVALID_TOKEN',
  noOpUpdatesCount: true,
  parentEditFiresLinking: false,
  linkingTellsTime: false,
  productsTellTime: true,
  coql: true,
  coqlOnSubforms: true,
  coqlOnLinking: true,
  coqlValuesIn: 100,
}
