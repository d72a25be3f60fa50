import { about, call, create, type Exchange, exchange, person, remove, update as updateUsers } from './exchange.ts'

type Row = Record<string, string | number>

const START = 1_788_220_800
const student = (name: string, differing: Row = {}): Row => ({ roleid: 5, userid: `{${name}}`, courseid: '{c1}', ...differing })
const enrol = (...enrolments: Row[]): string => call('enrol_manual_enrol_users', { enrolments })
const unenrol = (...enrolments: Row[]): string => call('enrol_manual_unenrol_users', { enrolments })
const enrolled = (options: Row = {}, courseid: string | number = '{c1}'): string =>
  call('core_enrol_get_enrolled_users', {
    courseid,
    options: Object.entries(options).map(([name, value]) => ({ name, value })),
  })
const few = { userfields: 'id,username,idnumber' }

/** enrol_manual_* and core_enrol_get_enrolled_users. */
export const enrolmentExchanges: Exchange[] = about('user', [
  exchange(
    'people for it',
    create(person('s1', { idnumber: 'RUN-s1', city: 'Leeds' }), person('s2'), person('s3'), person('t1')),
  ),
  exchange('nobody is enrolled', enrolled()),
  exchange('a student', enrol(student('s1'))),
  exchange('is enrolled', enrolled(few)),
  exchange('with all fields', enrolled()),
  exchange('and roles', enrolled({ userfields: 'id,roles,groups,enrolledcourses' })),
  exchange('again', enrol(student('s1'))),
  exchange('with a time', enrol(student('s1', { timestart: START, timeend: START + 1 }))),
  exchange('is over', enrolled({ ...few, onlyactive: 1 })),
  exchange('counts as suspended', enrolled({ ...few, onlysuspended: 1 })),
  exchange('without a time begins at once', enrol(student('s1'))),
  exchange('is active again', enrolled({ ...few, onlyactive: 1 })),
  exchange('suspended', enrol(student('s2', { suspend: 1 }))),
  exchange('all', enrolled(few)),
  exchange('the active', enrolled({ ...few, onlyactive: 1 })),
  exchange('the suspended', enrolled({ ...few, onlysuspended: 1 })),
  exchange('both cannot be asked', enrolled({ ...few, onlyactive: 1, onlysuspended: 1 })),
  exchange('a teacher', enrol({ roleid: 3, userid: '{t1}', courseid: '{c1}' })),
  exchange('two roles', enrol(student('t1'))),
  exchange('read back', enrolled({ userfields: 'id,roles' })),
  {
    ...exchange('the course names its teacher', call('core_course_get_courses_by_field', { field: 'id', value: '{c1}' })),
    about: 'course',
  },
  exchange('the second', enrolled({ userfields: 'id', limitfrom: 1, limitnumber: 1 })),
  exchange('backwards', enrolled({ userfields: 'id', sortby: 'id', sortdirection: 'desc' })),
  exchange('in a wrong order', enrolled({ userfields: 'id', sortby: 'email' })),
  exchange('a field that is none', enrolled({ userfields: 'id,colour' })),
  exchange('an option that is none', enrolled({ ...few, colour: 'red' })),
  exchange('those with a capability', enrolled({ ...few, withcapability: 'mod/assign:grade' })),
  exchange('a course that is not there', enrolled(few, 999999999)),
  exchange('nobody, and the one before is undone', enrol(student('s3'), student('s3', { userid: 999999999 }))),
  exchange('was undone', enrolled(few)),
  exchange('into a course that is not there', enrol(student('s3', { courseid: 999999999 }))),
  exchange('into the front page', enrol(student('s3', { courseid: 1 }))),
  exchange('as a manager', enrol(student('s3', { roleid: 1 }))),
  exchange('in a role that is not there', enrol(student('s3', { roleid: 999 }))),
  exchange('as a teacher who does not edit', enrol(student('s3', { roleid: 4 }))),
  exchange('the guest', enrol(student('s3', { userid: 1 }))),
  exchange('the same twice in a call', enrol(student('s3'), student('s3'))),
  exchange('a field that is no field', enrol(student('s3', { colour: 'red' }))),
  exchange('without a role', enrol({ userid: '{s3}', courseid: '{c1}' })),
  exchange('none', enrol()),
  exchange('the account is suspended', updateUsers({ id: '{s1}', suspended: '1' })),
  exchange('who is suspended is still active in the course', enrolled({ ...few, onlyactive: 1 })),
  exchange('and can be enrolled', enrol(student('s1', { timestart: START }))),
  exchange('the account is lifted', updateUsers({ id: '{s1}', suspended: '0' })),
  exchange('taken out', unenrol({ userid: '{s3}', courseid: '{c1}' })),
  exchange('taken out again', unenrol({ userid: '{s3}', courseid: '{c1}' })),
  exchange('taken out with a role', unenrol({ userid: '{s2}', courseid: '{c1}', roleid: 5 })),
  exchange(
    'nobody taken out undoes the other',
    unenrol({ userid: '{s1}', courseid: '{c1}' }, { userid: 999999999, courseid: '{c1}' }),
  ),
  exchange('out of what is not there', unenrol({ userid: '{s1}', courseid: 999999999 })),
  exchange('out of the front page', unenrol({ userid: '{s1}', courseid: 1 })),
  exchange('who is left', enrolled({ userfields: 'id,roles' })),
  exchange('the student is deleted', remove('{s1}')),
  exchange('and not enrolled any more', enrolled(few)),
  exchange('and cannot be', enrol(student('s1'))),
  exchange('and cannot be taken out', unenrol({ userid: '{s1}', courseid: '{c1}' })),
])
