import type { MoodleSite } from '../../ports/moodle.ts'
import { siteInfo, updateWarnings } from './answers.ts'
import type { Ask } from './call.ts'
import { RefusedCall } from './faults.ts'

export const siteOf = (ask: Ask): Promise<MoodleSite> => ask.read('core_webservice_get_site_info', [], siteInfo)

/**
 * Whether the site has this authentication plugin. Moodle checks the plugin's name before it looks for the user, and there is no
 * user 0: so this changes nothing, and answers "Invalid user ID" where the plugin is there (tried on 4.5.6).
 */
export async function hasAuth(ask: Ask, auth: string): Promise<boolean> {
  const variables = [
    ['users[0][id]', '0'],
    ['users[0][auth]', auth],
  ] as const
  try {
    await ask.read('core_user_update_users', variables, updateWarnings)
    return true
  } catch (error) {
    if (error instanceof RefusedCall && error.errorcode === 'invalidparameter') return false
    throw error
  }
}
