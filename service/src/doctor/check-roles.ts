import type { CourseRole, MoodleInspection } from '../ports/moodle-inspection.ts'
import type { AllSettings } from '../settings/definitions.ts'
import { type Check, fine, look, problem, warning } from './check.ts'

type RoleSettings = Pick<AllSettings, 'roles.teacher' | 'roles.student' | 'classes.staff'>

const ALLOW = 'Site administration › Users › Permissions › Define roles › Allow role assignments'

/** The roles that the settings give in courses, by their ids. Core tells nobody which role has which id; the plugin does. */
export const checkRoles = (moodle: Pick<MoodleInspection, 'courseRoles'>, settings: RoleSettings): Promise<Check> =>
  look('moodle.roles', async () => {
    const roles = await moodle.courseRoles()
    const wanted = wantedRoles(settings)
    if (roles === undefined) {
      const told = wanted.map(({ id, setting }) => `${setting} is ${id}`).join(', ')
      const fix = `Compare with the numbers in the addresses of ${ALLOW.replace(' › Allow role assignments', '')}; the plugin local_campusbridge would let us do it.`
      return warning('moodle.roles', `Whether the roles are right cannot be asked without the plugin: ${told}.`, fix)
    }
    const wrong = wanted.filter(({ id }) => !roles.some((role) => role.id === id && role.assignable))
    if (wrong.length === 0) {
      const nameOf = (id: number): string => roles.find((role) => role.id === id)?.shortname ?? ''
      return fine('moodle.roles', `We may give ${wanted.map(({ id, setting }) => `${nameOf(id)} (${setting})`).join(', ')}.`)
    }
    const told = wrong.map(({ id, setting }) => `${id} (${setting})`).join(', ')
    const have = roles.filter(({ assignable }) => assignable).map(({ id, shortname }) => `${id} ${shortname}`)
    const fix = `There are: ${have.join(', ') || 'none'}. Correct the setting, or allow our role to assign the role under ${ALLOW}.`
    return problem('moodle.roles', `We may not give role ${told} in courses, or there is no such role.`, fix)
  })

/** Each id once, with the first setting that asks for it. */
function wantedRoles(settings: RoleSettings): (Pick<CourseRole, 'id'> & { setting: string })[] {
  const all = [
    { id: settings['roles.teacher'], setting: 'roles.teacher' },
    { id: settings['roles.student'], setting: 'roles.student' },
    ...settings['classes.staff'].map(({ role }) => ({ id: role, setting: 'classes.staff' })),
  ]
  return [...new Map(all.toReversed().map((one) => [one.id, one])).values()].toReversed()
}
