import { countries } from './countries.ts'
import { list, optional, optionalList, type Parsed, struct, value, withDefault } from './params.ts'

/** A row of the user table, in Moodle's own names. */
export type MoodleUser = {
  id: number
  username: string
  auth: string
  confirmed: boolean
  suspended: boolean
  deleted: boolean
  firstname: string
  lastname: string
  email: string
  idnumber: string
  city: string
  country: string
  lang: string
  timezone: string
  theme: string
  calendartype: string
  maildisplay: number
  mailformat: number
  /** null until somebody writes one, even an empty one. */
  description: string | null
  phone1: string
  phone2: string
  institution: string
  department: string
  address: string
  firstnamephonetic: string
  lastnamephonetic: string
  middlename: string
  alternatename: string
  /** As they read back: separated by a comma and a blank. */
  interests: string
  /** The revision of the picture, 0 without one. */
  picture: number
  firstaccess: number
  lastaccess: number
  /** Seconds. */
  timecreated: number
  /** Seconds. */
  timemodified: number
}

/** The row that a create starts from. */
export const emptyUser: Omit<MoodleUser, 'id' | 'username'> = {
  auth: 'manual',
  confirmed: true,
  suspended: false,
  deleted: false,
  firstname: '',
  lastname: '',
  email: '',
  idnumber: '',
  city: '',
  country: '',
  lang: 'en',
  timezone: '99',
  theme: '',
  calendartype: 'gregorian',
  maildisplay: 2,
  mailformat: 1,
  description: null,
  phone1: '',
  phone2: '',
  institution: '',
  department: '',
  address: '',
  firstnamephonetic: '',
  lastnamephonetic: '',
  middlename: '',
  alternatename: '',
  interests: '',
  picture: 0,
  firstaccess: 0,
  lastaccess: 0,
  timecreated: 0,
  timemodified: 0,
}

/** Column widths in characters: nothing checks them before the database does (reference/moodle.md §1). */
export const columnWidths = {
  username: 100,
  firstname: 100,
  lastname: 100,
  email: 100,
  idnumber: 255,
  city: 120,
  country: 2,
  lang: 30,
  timezone: 100,
  theme: 50,
  phone1: 20,
  phone2: 20,
  institution: 255,
  department: 255,
  address: 255,
  firstnamephonetic: 255,
  lastnamephonetic: 255,
  middlename: 255,
  alternatename: 255,
} as const satisfies Partial<Record<keyof MoodleUser, number>>

/** Fields that create and update share and that go into the table as they come. */
const profile = {
  maildisplay: optional('int'),
  city: optional('text'),
  country: optional('alpha'),
  timezone: optional('timezone'),
  description: optional('raw'),
  firstnamephonetic: optional('notags'),
  lastnamephonetic: optional('notags'),
  middlename: optional('notags'),
  alternatename: optional('notags'),
  institution: optional('text'),
  department: optional('text'),
  phone1: optional('notags'),
  phone2: optional('notags'),
  address: optional('text'),
  theme: optional('theme'),
  mailformat: optional('int'),
  interests: optional('text'),
}

/** Accepted and without effect here: no preferences, and a site without profile fields drops every custom field. */
const withoutEffect = {
  customfields: optionalList(struct({ type: value('alphanumext'), value: value('raw') })),
  preferences: optionalList(struct({ type: value('raw'), value: value('raw') })),
}

const newUser = struct({
  createpassword: optional('bool'),
  username: value('username'),
  auth: withDefault('auth', 'manual'),
  password: optional('raw'),
  firstname: value('notags'),
  lastname: value('notags'),
  email: value('raw_trimmed'),
  idnumber: withDefault('raw', ''),
  lang: withDefault('lang', 'en'),
  calendartype: withDefault('plugin', 'gregorian'),
  ...profile,
  ...withoutEffect,
})

const changedUser = struct({
  id: value('int'),
  username: optional('username'),
  auth: optional('auth'),
  suspended: optional('bool'),
  password: optional('raw'),
  firstname: optional('notags'),
  lastname: optional('notags'),
  email: optional('raw_trimmed'),
  idnumber: optional('raw'),
  lang: optional('lang'),
  calendartype: optional('plugin'),
  userpicture: optional('int'),
  ...profile,
  ...withoutEffect,
})

export const createUsersParams = struct({ users: list(newUser) })
export const updateUsersParams = struct({ users: list(changedUser) })

export type NewUser = Parsed<typeof newUser>
export type ChangedUser = Parsed<typeof changedUser>

type Stored = Partial<Omit<MoodleUser, 'id'>>

/** The columns among what was sent. */
export function columnsOf(sent: NewUser | ChangedUser): Stored {
  const columns: Record<string, unknown> = {}
  for (const [field, given] of Object.entries(sent))
    if (field !== 'calendartype' && (field in emptyUser || field === 'username')) columns[field] = given
  if (columns.interests === '') delete columns.interests
  else if (typeof columns.interests === 'string') columns.interests = interestsOf(columns.interests)
  // Moodle checks the country after the parameters and replaces what it does not know (moodle-wire "bad country").
  if (typeof columns.country === 'string' && columns.country !== '' && !countries.has(columns.country)) columns.country = '0'
  return columns
}

const interestsOf = (sent: string): string =>
  sent
    .split(',')
    .map((interest) => interest.trim())
    .filter((interest) => interest !== '' && interest !== '0')
    .join(', ')
