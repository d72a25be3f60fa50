/** The simulated site, as far as it is the same for everybody: a plain Moodle 4.5.6 with English only. */

/** The token of the service user; a real site would have made a random one. */
export const DEFAULT_MOODLE_TOKEN = '5e1f0d3c8b7a4962a1c0ffee00c0de45'

export const GUEST_ID = 1
export const ADMIN_ID = 2
export const SERVICE_USER_ID = 3

/** Those that keep a password in Moodle: a create needs `password` or `createpassword` (reference/moodle.md §2). */
export const internalAuthPlugins: readonly string[] = ['manual', 'email', 'nologin', 'none', 'lti']
const externalAuthPlugins = ['oauth2', 'ldap', 'cas', 'db', 'shibboleth']
/** Present, accepted by an update, refused by a create. */
export const notForNewUsers: readonly string[] = ['mnet', 'webservice']
/** Every plugin in a plain Moodle's folder, switched on or not: that is all the web services ask. `oidc` is not among them. */
export const authPlugins: readonly string[] = [...internalAuthPlugins, ...externalAuthPlugins, ...notForNewUsers]

export const languages = ['en'] as const

/** Seconds; part of every default picture's address. */
export const THEME_REVISION = 1795442982

/** What a tester may set on the simulated site. */
export type SiteSettings = {
  /** PHP's limit of form variables, 1000 by default; what comes after it is dropped silently. */
  maxInputVars: number
  /** Developer debugging: adds `debuginfo` to errors, as production sites do not. */
  debug: boolean
  /** `503` is the command line's maintenance mode (HTML for everybody). */
  maintenance: boolean
  /** Whether the plugin local_campusbridge is installed, with its functions in the token's service. */
  plugin: boolean
}

export const defaultSettings: SiteSettings = { maxInputVars: 1000, debug: false, maintenance: false, plugin: false }
