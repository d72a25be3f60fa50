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

/** A criterion of a BTEC form. Texts as Moodle stores them: `<` and `>` are entities. */
export type Criterion = { id: number; shortname: string; description: string; descriptionmarkers: string }

/** A row of grading_definitions with its criteria: the template of a unit, or a copy in an assignment. */
export type GradingForm = {
  id: number
  /** The unit in Zoho; '' for a copy. */
  zohoid: string
  /** When Zoho was read, in milliseconds; 0 for a copy. */
  asof: number
  /** Of which template it is a copy; 0 for a template. */
  copiedfromid: number
  /** In which assignment it is; 0 for a template. */
  assignmentid: number
  name: string
  description: string
  criteria: Criterion[]
  timemodified: number
}

/** A row of assign with its course module. */
export type Assignment = {
  id: number
  courseid: number
  cmid: number
  name: string
  /** Seconds, 0 for none. */
  duedate: number
  /** Most points; minus the id of a scale; 0 for no grades. */
  grade: number
  markingworkflow: boolean
  maxattempts: number
  attemptreopenmethod: string
}

/** A row of assign_grades with what is kept of it elsewhere: marks on criteria, feedback, workflow state and extension. */
export type AssignmentGrade = {
  id: number
  assignmentid: number
  userid: number
  attemptnumber: number
  /** Points, or the place in the scale from 1; null without a mark. */
  grade: number | null
  criteria: { shortname: string; score: number | null; remark: string }[]
  feedback: string
  workflowstate: string
  /** Who marked it; -1 for nobody. */
  grader: number
  /** Seconds, 0 for none. */
  extensionduedate: number
  /** Whether the gradebook says something else. */
  overridden: boolean
  timecreated: number
  timemodified: number
}

/** What a file's bytes begin with; Moodle makes pictures of these three alone. */
export type ImageType = 'png' | 'jpeg' | 'gif'

/** A file in somebody's draft area: what it was, without its bytes. */
export type DraftFile = {
  id: number
  itemid: number
  userid: number
  filepath: string
  filename: string
  size: number
  /** null for what is no picture. */
  type: ImageType | null
  /** Of the bytes, in hexadecimal. */
  sha1: string
}

/** Somebody's picture as it was uploaded; the id is its revision. */
export type Picture = Pick<DraftFile, 'id' | 'userid' | 'filename' | 'size' | 'sha1'> & { type: ImageType }
