import { expect, test } from 'vitest'
import { simulatedMoodle } from '../../test/simulated-moodle.ts'
import { checkRoles } from './check-roles.ts'

const site = simulatedMoodle()
const inspection = () => site.connection().inspection(() => {})
const settings = { 'roles.teacher': 3, 'roles.student': 5, 'classes.staff': [{ user: 'quality', role: 4 }] }

test('roles that may be given are told by their names', async () => {
  await site.setSite({ plugin: true })
  const check = await checkRoles(inspection(), settings)
  expect(check).toMatchObject({ ok: true, severity: 'fine' })
  expect(check.words).toContain('editingteacher (roles.teacher), student (roles.student), teacher (classes.staff)')
})

test('a role that may not be given, or is not there, is named with its setting and what there is', async () => {
  await site.setSite({ plugin: true })
  const check = await checkRoles(inspection(), { ...settings, 'roles.teacher': 1, 'classes.staff': [{ user: 7, role: 99 }] })
  expect(check).toMatchObject({ ok: false, severity: 'problem' })
  expect(check.words).toContain('1 (roles.teacher), 99 (classes.staff)')
  expect(check.fix).toContain('3 editingteacher')
})

test('without the plugin nobody can tell, and that is said', async () => {
  await site.setSite({ plugin: false })
  const check = await checkRoles(inspection(), settings)
  expect(check).toMatchObject({ ok: false, severity: 'warning' })
  expect(check.words).toContain('roles.teacher is 3')
})
