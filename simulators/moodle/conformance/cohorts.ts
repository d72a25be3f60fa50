import { about, call, create as createUsers, type Exchange, exchange, person, remove } from './exchange.ts'

type Row = { [field: string]: string | number | Row }

const system: Row = { type: 'system', value: '' }
const create = (...cohorts: Row[]): string => call('core_cohort_create_cohorts', { cohorts })
const cohort = (name: string, differing: Row = {}): Row => ({
  categorytype: system,
  name: `RUN${name}`,
  idnumber: `RUN-${name}`,
  ...differing,
})
const update = (...cohorts: Row[]): string => call('core_cohort_update_cohorts', { cohorts })
const search = (query: string, more: Row = {}): string =>
  call('core_cohort_search_cohorts', { query, context: { contextid: 1 }, includes: 'all', ...more })
const get = (...cohortids: (string | number)[]): string => call('core_cohort_get_cohorts', { cohortids })
const membersOf = (...cohortids: (string | number)[]): string => call('core_cohort_get_cohort_members', { cohortids })
const member = (cohortType: string, cohortValue: string, userType: string, userValue: string): Row => ({
  cohorttype: { type: cohortType, value: cohortValue },
  usertype: { type: userType, value: userValue },
})
const add = (...members: Row[]): string => call('core_cohort_add_cohort_members', { members })
const takeOut = (...members: Row[]): string => call('core_cohort_delete_cohort_members', { members })

/** core_cohort_*: cohorts, and who is in them. */
export const cohortExchanges: Exchange[] = about('cohort', [
  exchange('people for it', createUsers(person('m1'), person('m2'), person('m3', { lastname: 'Aaa' }))),
  exchange('one of the site', create(cohort('k1', { description: '<p>All</p>' }))),
  exchange('one of a category, by its idnumber', create(cohort('k2', { categorytype: { type: 'idnumber', value: 'RUN-CAT' } }))),
  exchange('one of a category, by its id', create(cohort('k3', { categorytype: { type: 'id', value: '{sub}' }, visible: 0 }))),
  exchange('an idnumber that is taken', create(cohort('x', { idnumber: 'RUN-k1' }))),
  exchange('a category by an id that is no number', create(cohort('x', { categorytype: { type: 'id', value: 'x' } }))),
  exchange('a category by an id that is not there', create(cohort('x', { categorytype: { type: 'id', value: '999999999' } }))),
  exchange('no idnumber', create({ categorytype: system, name: 'RUNx' })),
  exchange('a blank name', create(cohort('blank', { name: '' }))),
  exchange('a category that is not there', create(cohort('x', { categorytype: { type: 'idnumber', value: 'RUN-NONE' } }))),
  exchange('a type of category that is none', create(cohort('x', { categorytype: { type: 'name', value: 'RUNcat' } }))),
  exchange('a name of 255 letters', create(cohort('x', { name: 'x'.repeat(255) }))),
  exchange('a bad one undoes the good one', create(cohort('k6'), cohort('k7', { idnumber: 'RUN-k1' }))),
  exchange('which is not found', search('RUN-k6')),
  exchange('found by idnumber', search('RUN-k1')),
  exchange('in other letters', search('RUN-K1')),
  exchange('by a part of the name', search('RUNk')),
  exchange('the first page', search('RUNk', { limitnum: 2 })),
  exchange('the second page', search('RUNk', { limitfrom: 1, limitnum: 2 })),
  exchange('of the site alone', search('RUNk', { includes: 'self' })),
  exchange('of the site by default', call('core_cohort_search_cohorts', { query: 'RUNk', context: { contextid: 1 } })),
  exchange('of the system by its level', search('RUN-k1', { context: { contextlevel: 'system', instanceid: 0 } })),
  exchange('without a context', search('RUN-k1', { context: { contextid: 0 } })),
  exchange('a percent sign is only a percent sign', search('RUN%1')),
  exchange('includes what there is not', search('RUN-k1', { includes: 'some' })),
  exchange('by id', get('{k1}', '{k3}')),
  exchange('by ids of which one is not there', get('{k1}', 999999999)),
  exchange(
    'a new name and category',
    update({ id: '{k1}', categorytype: { type: 'id', value: '{cat}' }, name: 'RUNk1new', idnumber: 'RUN-k1' }),
  ),
  exchange('reads back', get('{k1}')),
  exchange('an idnumber that another has', update({ id: '{k1}', categorytype: system, name: 'RUNk1', idnumber: 'RUN-k2' })),
  exchange('is stored all the same', search('RUN-k2')),
  exchange('back again', update({ id: '{k1}', categorytype: system, name: 'RUNk1', idnumber: 'RUN-k1', description: 'New' })),
  exchange('a blank name for it', update({ id: '{k1}', categorytype: system, name: ' ', idnumber: 'RUN-k1' })),
  exchange('no name for it', update({ id: '{k1}', categorytype: system, idnumber: 'RUN-k1' })),
  exchange('one that is not there', update({ id: 999999999, categorytype: system, name: 'x', idnumber: 'RUN-x' })),
  exchange('hidden', update({ id: '{k1}', categorytype: system, name: 'RUNk1', idnumber: 'RUN-k1', visible: 0 })),
  exchange('is hidden', get('{k1}')),
  exchange('somebody in', add(member('idnumber', 'RUN-k1', 'username', 'RUNm1'))),
  exchange('again', add(member('idnumber', 'RUN-k1', 'username', 'RUNm1'))),
  exchange('by ids', add(member('id', '{k1}', 'id', '{m2}'))),
  exchange(
    'nobody spares the next',
    add(member('id', '{k1}', 'username', 'RUNnobody'), member('idnumber', 'RUN-k1', 'id', '{m3}')),
  ),
  exchange('a cohort that is not there', add(member('idnumber', 'RUN-NONE', 'id', '{m3}'))),
  exchange('a type that is none', add(member('name', 'RUNk1', 'id', '{m3}'), member('id', '{k1}', 'idnumber', 'x'))),
  exchange('an id that is no number', add(member('id', 'x', 'id', '{m3}'))),
  exchange('who is in', membersOf('{k1}', '{k2}')),
  exchange('who is in what is not there', membersOf('{k1}', 999999999)),
  exchange('somebody out', takeOut({ cohortid: '{k1}', userid: '{m1}' })),
  exchange('somebody out again', takeOut({ cohortid: '{k1}', userid: '{m1}' })),
  exchange('nobody out undoes the other', takeOut({ cohortid: '{k1}', userid: '{m2}' }, { cohortid: '{k1}', userid: 999999999 })),
  exchange('out of what is not there', takeOut({ cohortid: 999999999, userid: '{m2}' })),
  exchange('who is left', membersOf('{k1}')),
  exchange('somebody is deleted', remove('{m3}')),
  exchange('and is out', membersOf('{k1}')),
  exchange('and cannot come in', add(member('id', '{k1}', 'id', '{m3}'))),
])
