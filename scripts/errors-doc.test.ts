import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { errorsDoc } from './errors-doc.ts'

it('docs/errors.md says what the service says (npm run docs:errors writes it)', () => {
  expect(readFileSync(new URL('../docs/errors.md', import.meta.url), 'utf8')).toBe(errorsDoc())
})
