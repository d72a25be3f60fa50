import { getChanges, getChangesParams } from './changes.ts'
import { createCohortsParams, updateCohortsParams } from './cohorts/cohort-fields.ts'
import { getCohorts, getCohortsParams, searchCohorts, searchCohortsParams } from './cohorts/find-cohorts.ts'
import {
  addCohortMembers,
  addCohortMembersParams,
  deleteCohortMembers,
  deleteCohortMembersParams,
  getCohortMembers,
  getCohortMembersParams,
} from './cohorts/members.ts'
import { createCohorts, updateCohorts } from './cohorts/write-cohorts.ts'
import { createCoursesParams, updateCoursesParams } from './courses/course-fields.ts'
import { createCourses } from './courses/create-courses.ts'
import { getCategories, getCategoriesParams } from './courses/get-categories.ts'
import { getCoursesByField, getCoursesByFieldParams } from './courses/get-courses-by-field.ts'
import { updateCourses } from './courses/update-courses.ts'
import { createCategories, createCategoriesParams, updateCategories, updateCategoriesParams } from './courses/write-categories.ts'
import { createUsers } from './create-users.ts'
import { deleteUsers, deleteUsersParams } from './delete-users.ts'
import { getEnrolledUsers, getEnrolledUsersParams } from './enrolments/get-enrolled-users.ts'
import { enrolUsers, enrolUsersParams, unenrolUsers, unenrolUsersParams } from './enrolments/manual.ts'
import { getUsers, getUsersParams } from './get-users.ts'
import { getUsersByField, getUsersByFieldParams } from './get-users-by-field.ts'
import { type Parsed, validate } from './params.ts'
import type { FormArray } from './parse-form.ts'
import { updatePicture, updatePictureParams } from './pictures/update-picture.ts'
import { addPayment } from './plugin/add-payment.ts'
import { deletePayment } from './plugin/delete-payment.ts'
import { deleteRegistrations } from './plugin/delete-registrations.ts'
import { getEnrolments, getEnrolmentsParams } from './plugin/enrolments/get-enrolments.ts'
import { setEnrolments } from './plugin/enrolments/set-enrolments.ts'
import { getFinance, getFinanceParams } from './plugin/get-finance.ts'
import { getStatus, getStatusParams } from './plugin/get-status.ts'
import { attachGradingTemplate, attachGradingTemplateParams } from './plugin/grading/attach.ts'
import { getGrades, getGradesParams } from './plugin/grading/get-grades.ts'
import {
  deleteGradingTemplates,
  getGradingTemplates,
  getGradingTemplatesParams,
  setGradingTemplates,
} from './plugin/grading/templates.ts'
import { itemsParams } from './plugin/items.ts'
import { setDashboardConfig, setDashboardConfigParams } from './plugin/set-dashboard-config.ts'
import { setFinance } from './plugin/set-finance.ts'
import { setRegistrations } from './plugin/set-registrations.ts'
import { setClasses, setGrades, setProfiles } from './plugin/single-records.ts'
import { upsertUsers } from './plugin/upsert-users.ts'
import { siteInfo, siteInfoParams } from './site-info.ts'
import { updateUsers } from './update-users.ts'
import { createUsersParams, updateUsersParams } from './user-fields.ts'
import type { MoodleWorld, Visit } from './world.ts'

type Run = (form: FormArray, visit: Visit) => unknown

const fn =
  <D>(params: D, run: (args: Parsed<D>, visit: Visit) => unknown): Run =>
  (form, visit) =>
    run(validate(params, form), visit)

const functionsOfCore: ReadonlyMap<string, Run> = new Map<string, Run>([
  ['core_webservice_get_site_info', fn(siteInfoParams, (_args, visit) => siteInfo(visit, [...functionsOf(visit.world).keys()]))],
  ['core_user_create_users', fn(createUsersParams, createUsers)],
  ['core_user_update_users', fn(updateUsersParams, updateUsers)],
  ['core_user_delete_users', fn(deleteUsersParams, deleteUsers)],
  ['core_user_get_users', fn(getUsersParams, getUsers)],
  ['core_user_get_users_by_field', fn(getUsersByFieldParams, getUsersByField)],
  ['core_user_update_picture', fn(updatePictureParams, updatePicture)],
  ['core_course_get_categories', fn(getCategoriesParams, getCategories)],
  ['core_course_create_categories', fn(createCategoriesParams, createCategories)],
  ['core_course_update_categories', fn(updateCategoriesParams, updateCategories)],
  ['core_course_get_courses_by_field', fn(getCoursesByFieldParams, getCoursesByField)],
  ['core_course_create_courses', fn(createCoursesParams, createCourses)],
  ['core_course_update_courses', fn(updateCoursesParams, updateCourses)],
  ['core_enrol_get_enrolled_users', fn(getEnrolledUsersParams, getEnrolledUsers)],
  ['enrol_manual_enrol_users', fn(enrolUsersParams, enrolUsers)],
  ['enrol_manual_unenrol_users', fn(unenrolUsersParams, unenrolUsers)],
  ['core_cohort_search_cohorts', fn(searchCohortsParams, searchCohorts)],
  ['core_cohort_create_cohorts', fn(createCohortsParams, createCohorts)],
  ['core_cohort_update_cohorts', fn(updateCohortsParams, updateCohorts)],
  ['core_cohort_get_cohorts', fn(getCohortsParams, getCohorts)],
  ['core_cohort_get_cohort_members', fn(getCohortMembersParams, getCohortMembers)],
  ['core_cohort_add_cohort_members', fn(addCohortMembersParams, addCohortMembers)],
  ['core_cohort_delete_cohort_members', fn(deleteCohortMembersParams, deleteCohortMembers)],
])

const functionsWithPlugin: ReadonlyMap<string, Run> = new Map<string, Run>([
  ...functionsOfCore,
  ['local_campusbridge_get_changes', fn(getChangesParams, getChanges)],
  ['local_campusbridge_add_payment', fn(itemsParams, addPayment)],
  ['local_campusbridge_delete_payment', fn(itemsParams, deletePayment)],
  ['local_campusbridge_delete_registrations', fn(itemsParams, deleteRegistrations)],
  ['local_campusbridge_get_finance', fn(getFinanceParams, getFinance)],
  ['local_campusbridge_set_classes', fn(itemsParams, setClasses)],
  ['local_campusbridge_set_dashboard_config', fn(setDashboardConfigParams, setDashboardConfig)],
  ['local_campusbridge_set_finance', fn(itemsParams, setFinance)],
  ['local_campusbridge_set_grades', fn(itemsParams, setGrades)],
  ['local_campusbridge_set_profiles', fn(itemsParams, setProfiles)],
  ['local_campusbridge_set_registrations', fn(itemsParams, setRegistrations)],
  ['local_campusbridge_upsert_users', fn(itemsParams, upsertUsers)],
  ['local_campusbridge_set_enrolments', fn(itemsParams, setEnrolments)],
  ['local_campusbridge_get_enrolments', fn(getEnrolmentsParams, getEnrolments)],
  ['local_campusbridge_set_grading_templates', fn(itemsParams, setGradingTemplates)],
  ['local_campusbridge_get_grading_templates', fn(getGradingTemplatesParams, getGradingTemplates)],
  ['local_campusbridge_delete_grading_templates', fn(itemsParams, deleteGradingTemplates)],
  ['local_campusbridge_attach_grading_template', fn(attachGradingTemplateParams, attachGradingTemplate)],
  ['local_campusbridge_get_grades', fn(getGradesParams, getGrades)],
  ['local_campusbridge_get_status', fn(getStatusParams, getStatus)],
])

/** What the token's service contains; `core_webservice_get_site_info` lists exactly these. */
export const functionsOf = ({ settings }: Pick<MoodleWorld, 'settings'>): ReadonlyMap<string, Run> =>
  settings.plugin ? functionsWithPlugin : functionsOfCore

/** Functions that a real site has and this one does not play yet: answered 501, so that nobody mistakes silence for success. */
export const absentFunctions: ReadonlySet<string> = new Set([
  'core_course_get_contents',
  'core_course_get_courses',
  'core_enrol_get_users_courses',
  'core_grading_get_definitions',
  'core_grading_get_gradingform_instances',
  'core_grading_save_definitions',
  'core_group_add_group_members',
  'core_group_create_groups',
  'core_group_delete_group_members',
  'core_group_delete_groups',
  'core_group_get_course_groups',
  'gradereport_user_get_grade_items',
  'mod_assign_get_assignments',
  'mod_assign_get_grades',
  'mod_assign_save_grade',
  'mod_assign_save_grades',
])

/** Functions that exist on every Moodle but are not in the token's service: `accessexception`. */
export const functionsOutsideTheService: ReadonlySet<string> = new Set([
  'core_user_get_user_preferences',
  'core_user_get_course_user_profiles',
  'core_user_add_user_private_files',
  'core_user_search_identity',
  // Files come by /webservice/upload.php.
  'core_files_upload',
])
