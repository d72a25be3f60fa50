/** A row of course_categories, in Moodle's own names. */
export type Category = {
  id: number
  name: string
  /** null until somebody gives one, even an empty one. */
  idnumber: string | null
  description: string
  descriptionformat: number
  parent: number
  sortorder: number
  visible: number
  visibleold: number
  timemodified: number
  depth: number
  path: string
  contextid: number
}

/** A row of course, with what Moodle keeps of it elsewhere: its number of sections and the options of its format. */
export type Course = {
  id: number
  category: number
  fullname: string
  shortname: string
  idnumber: string
  summary: string
  summaryformat: number
  format: string
  showgrades: number
  newsitems: number
  startdate: number
  enddate: number
  maxbytes: number
  showreports: number
  visible: number
  groupmode: number
  groupmodeforce: number
  defaultgroupingid: number
  enablecompletion: number
  completionnotify: number
  showcompletionconditions: boolean | null
  numsections: number
  hiddensections: number
  coursedisplay: number
  timecreated: number
  timemodified: number
  /** Whether the manual enrolment of the course is there, and on. */
  manualenrolment: 'on' | 'off' | 'none'
  contextid: number
}

/** A row of cohort. */
export type Cohort = {
  id: number
  contextid: number
  name: string
  idnumber: string | null
  description: string
  descriptionformat: number
  visible: number
  timecreated: number
  timemodified: number
}

export type CohortMember = { id: number; cohortid: number; userid: number; timeadded: number }

/** A row of user_enrolments together with the course of its instance. Times are seconds, 0 for none. */
export type Enrolment = {
  id: number
  userid: number
  courseid: number
  enrol: string
  status: 'active' | 'suspended'
  timestart: number
  timeend: number
  timecreated: number
  timemodified: number
}

/** A row of role_assignments in the context of a course. */
export type RoleAssignment = {
  id: number
  userid: number
  courseid: number
  roleid: number
  /** '' where a person or the manual enrolment gave it. */
  component: string
  /** Who gave it. */
  modifierid: number
}
