/** A function, or several of which any one will do: what the plugin does better, core does where it is missing. */
type Need = string | readonly [string, ...string[]]

/** What no flow can do without. */
export const neededFunctions = [
  'core_webservice_get_site_info',
  'core_user_get_users_by_field',
  'core_user_get_users',
  'core_user_create_users',
  'core_user_update_users',
] as const

const OURS = 'local_campusbridge_'
const categories = ['core_course_get_categories', 'core_course_create_categories', 'core_course_update_categories']
const courses = ['core_course_get_courses_by_field', 'core_course_create_courses', 'core_course_update_courses']
const cohorts = [
  'core_cohort_search_cohorts',
  'core_cohort_get_cohorts',
  'core_cohort_create_cohorts',
  'core_cohort_update_cohorts',
]
const members = ['core_cohort_get_cohort_members', 'core_cohort_add_cohort_members']
const enrolments: Need[] = [
  [`${OURS}get_enrolments`, 'core_enrol_get_enrolled_users'],
  [`${OURS}set_enrolments`, 'enrol_manual_enrol_users'],
]

/** What each flow calls besides, in the order in which a college meets them. */
export const functionsOfFlows: Readonly<Record<string, readonly Need[]>> = {
  students: [`${OURS}set_profiles`],
  photos: ['core_user_update_picture'],
  programs: [...categories, ...cohorts],
  units: [`${OURS}get_grading_templates`, `${OURS}set_grading_templates`],
  classes: [...courses, `${OURS}set_classes`, ...enrolments],
  registrations: [...cohorts, ...members, `${OURS}set_registrations`, `${OURS}delete_registrations`],
  enrolments,
  finance: [`${OURS}get_finance`, `${OURS}set_finance`],
  'news from Moodle': [`${OURS}get_changes`],
}

/** The needs of a flow that a web service does not meet, in words: `a or b` where either would do. */
export function missingFor(needs: readonly Need[], present: ReadonlySet<string>): string[] {
  const missing = needs.flatMap((need) => {
    const choice = typeof need === 'string' ? [need] : need
    return choice.some((name) => present.has(name)) ? [] : [choice.join(' or ')]
  })
  return [...new Set(missing)]
}
