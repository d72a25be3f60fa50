import { invalidParameter, missingRecord } from '../errors.ts'
import type { Parsed } from '../params.ts'
import { requireFormat } from '../teaching/format.ts'
import { secondsNow, type Visit } from '../world.ts'
import { contextOf, type createCohortsParams, refuseTooLong, toldCohort, type updateCohortsParams } from './cohort-fields.ts'

/** core_cohort_create_cohorts: all or nothing. An empty idnumber is an idnumber here, so there is one at most. */
export function createCohorts({ cohorts }: Parsed<typeof createCohortsParams>, visit: Visit): unknown[] {
  const { teaching } = visit.world
  const made = teaching.journal.transaction(() =>
    cohorts.map((sent) => {
      const contextid = contextOf(sent.categorytype, visit.world)
      if (teaching.cohorts.where('idnumber', sent.idnumber).some(({ idnumber }) => idnumber !== null))
        throw invalidParameter(`record already exists: idnumber=${sent.idnumber}`)
      requireFormat(sent.descriptionformat)
      refuseTooLong(sent)
      const now = secondsNow(visit.world)
      return teaching.cohorts.insert({
        id: teaching.cohorts.nextId(),
        contextid,
        name: sent.name,
        idnumber: sent.idnumber,
        description: sent.description ?? '',
        descriptionformat: sent.descriptionformat,
        visible: sent.visible === false ? 0 : 1,
        timecreated: now,
        timemodified: now,
      })
    }),
  )
  visit.rows.written += made.length
  return made.map(toldCohort)
}

/** core_cohort_update_cohorts: answers null; all or nothing. Nothing keeps the idnumber single here. */
export function updateCohorts({ cohorts }: Parsed<typeof updateCohortsParams>, visit: Visit): null {
  const { teaching } = visit.world
  teaching.journal.transaction(() => {
    for (const sent of cohorts) {
      if (sent.name.trim() === '') throw invalidParameter('Invalid cohort name')
      const known = teaching.cohorts.get(sent.id)
      if (known === undefined) throw missingRecord('cohort')
      const contextid = contextOf(sent.categorytype, visit.world)
      if (sent.description !== undefined && sent.description !== '') requireFormat(sent.descriptionformat)
      refuseTooLong(sent)
      teaching.cohorts.replace({
        ...known,
        contextid,
        name: sent.name,
        idnumber: sent.idnumber,
        descriptionformat: sent.descriptionformat,
        ...(sent.description === undefined ? {} : { description: sent.description }),
        ...(sent.visible === undefined ? {} : { visible: sent.visible ? 1 : 0 }),
        timemodified: secondsNow(visit.world),
      })
    }
  })
  visit.rows.written += cohorts.length
  return null
}
