import { THEME_REVISION } from './site.ts'
import type { MoodleUser } from './user-fields.ts'
import { secondsNow, type Visit } from './world.ts'

/**
 * A user as the service user may see it. Empty institution, idnumber, city and country are left out, an empty department is not;
 * description, phone1, address and middlename are never shown to it, preferences only its own (moodle-wire/errors-and-users.txt, users.txt "read back").
 */
export function userDetails(user: MoodleUser, { siteUrl, callerId, world }: Visit): Record<string, unknown> {
  const picture = pictureAddresses(user, siteUrl)
  return {
    id: user.id,
    username: user.username,
    firstname: user.firstname,
    lastname: user.lastname,
    fullname: `${user.firstname} ${user.lastname}`,
    email: user.email,
    department: user.department,
    ...present('institution', user.institution),
    ...present('idnumber', user.idnumber),
    ...present('interests', user.interests),
    firstaccess: user.firstaccess,
    lastaccess: user.lastaccess,
    auth: user.auth,
    suspended: user.suspended,
    confirmed: user.confirmed,
    lang: user.lang,
    theme: user.theme,
    timezone: user.timezone,
    mailformat: user.mailformat,
    trackforums: 0,
    ...present('city', user.city),
    ...present('country', user.country),
    profileimageurlsmall: picture('f2'),
    profileimageurl: picture('f1'),
    ...(user.id === callerId ? { preferences: [{ name: '_lastloaded', value: secondsNow(world) }] } : {}),
  }
}

/** Where a picture is shown in its sizes (`f1` is 100 by 100, `f2` 35 by 35); the theme has one for whoever has none. */
export const pictureAddresses =
  ({ id, picture }: MoodleUser, siteUrl: string) =>
  (size: 'f1' | 'f2'): string =>
    picture > 0
      ? `${siteUrl}/pluginfile.php/${userContext(id)}/user/icon/boost/${size}?rev=${picture}`
      : `${siteUrl}/theme/image.php/boost/core/${THEME_REVISION}/u/${size}`

/** Right in kind, not in number: contexts of users are not given out one by one here. */
export const userContext = (userid: number): number => 1_000_000 + userid

const present = (key: string, text: string): Record<string, string> => (text === '' || text === '0' ? {} : { [key]: text })
