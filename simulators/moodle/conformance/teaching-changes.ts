import { about, call, create, type Exchange, exchange, person, remove } from './exchange.ts'

const since = call('local_campusbridge_get_changes', { since_seq: '{seq}' })
const course = { fullname: 'Told of', shortname: 'RUNtold', categoryid: '{cat}' }
const enrol = (differing: object = {}): string =>
  call('enrol_manual_enrol_users', { enrolments: [{ roleid: 5, userid: '{o1}', courseid: '{told}', ...differing }] })
const tells = (name: string): Exchange => ({ ...exchange(`${name}: is told`, since), about: 'row' })

/** What the plugin's outbox says of courses and enrolments, with the actor that did it. */
export const teachingChanges: Exchange[] = about('course', [
  { ...exchange('so far', call('local_campusbridge_get_changes', { since_seq: 999999999 })), view: 'types' },
  { ...exchange('somebody new', create(person('o1'), person('o2'))), about: 'user' },
  tells('somebody new'),
  exchange('a course', call('core_course_create_courses', { courses: [course] })),
  tells('a course'),
  exchange('the same course again', call('core_course_update_courses', { courses: [{ id: '{told}', fullname: 'Told of' }] })),
  tells('the same course again'),
  exchange('a refused course', call('core_course_create_courses', { courses: [{ ...course, shortname: 'RUNx' }, course] })),
  exchange('a student', enrol()),
  tells('a student'),
  exchange('the same student again', enrol()),
  tells('the same student again'),
  exchange('a suspended student', enrol({ suspend: 1 })),
  tells('a suspended student'),
  exchange('a teacher', enrol({ roleid: 3, userid: '{o2}' })),
  tells('a teacher'),
  exchange('a teacher taken out', call('enrol_manual_unenrol_users', { enrolments: [{ userid: '{o2}', courseid: '{told}' }] })),
  tells('a teacher taken out'),
  exchange('a teacher once more', enrol({ roleid: 4, userid: '{o2}' })),
  tells('a teacher once more'),
  {
    ...exchange(
      'a cohort',
      call('core_cohort_create_cohorts', {
        cohorts: [{ categorytype: { type: 'system', value: '' }, name: 'RUNtoldcohort', idnumber: 'RUN-toldcohort' }],
      }),
    ),
    about: 'cohort',
  },
  exchange('both deleted', remove('{o1}', '{o2}')),
  tells('both deleted'),
])
