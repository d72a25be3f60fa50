import type { RecordChange } from '../ports/moodle-records.ts'
import type { TemplateChange } from '../ports/moodle-templates.ts'
import { between } from './between.ts'
import type { Intent } from './trail.store.ts'

/** A record of the plugin: the fields that `before` knows, or all of them when nothing was known. */
export function recordIntent<R extends { zohoid: string }>(action: string, { subject, record, before }: RecordChange<R>): Intent {
  const known = Object.keys(before)
  const fields = Object.entries(record).filter(([field]) => field !== 'zohoid' && (known.length === 0 || known.includes(field)))
  return { subject, system: 'moodle', action, target: record.zohoid, changes: between(before, Object.fromEntries(fields)) }
}

/** A grading template: its name, and each criterion that comes, goes or says something else. */
export function templateIntent({ subject, template, before }: TemplateChange): Intent {
  const described = (criteria: readonly { shortname: string; description: string }[] = []) =>
    Object.fromEntries(criteria.map(({ shortname, description }) => [shortname, description]))
  const was = { name: before?.name ?? null, ...described(before?.criteria) }
  const is = { name: template.name, ...described(template.criteria) }
  const left = Object.fromEntries(
    Object.keys(was)
      .filter((field) => !Object.hasOwn(is, field))
      .map((field) => [field, null]),
  )
  return { subject, system: 'moodle', action: 'setTemplate', target: template.zohoid, changes: between(was, { ...is, ...left }) }
}
