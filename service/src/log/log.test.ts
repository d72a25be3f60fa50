import { expect, test } from 'vitest'
import { createLog } from './log.ts'

const CANARIES = ['maya.canary@college.example', 'Canary', 'canary-token-4711']

function linesOf(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('trace', { write: (line: string) => void lines.push(line) }))
  return lines.join('')
}

test('neither secrets nor people reach the log, whatever is handed to it', () => {
  const text = linesOf((log) => {
    log.info({
      email: CANARIES[0],
      user: { firstname: CANARIES[1], token: CANARIES[2] },
      request: { headers: { authorization: CANARIES[2] } },
    })
    log.error({ err: new Error(`Key (email)=(${CANARIES[0]}) already exists.\n second line about ${CANARIES[1]}`) })
    log.error({ error: new Error('outer', { cause: new TypeError(`inner ${CANARIES[2]}`) }) })
    log.error(new Error(`bare ${CANARIES[2]}`))
    log.warn({ params: { student: CANARIES[1] }, payload: { x: CANARIES[0] }, body: CANARIES[2] })
  })
  for (const canary of CANARIES) expect(text).not.toContain(canary)
})

test('an error keeps its name, its code and its place, and those of its cause', () => {
  const cause = Object.assign(new Error('secret'), { code: '23505' })
  const line = JSON.parse(linesOf((log) => log.error({ err: new TypeError('secret', { cause }) }))) as {
    err: { name: string; at: string[]; cause: { code: string } }
  }
  expect(line.err).toMatchObject({ name: 'TypeError', cause: { name: 'Error', code: '23505' } })
  expect(line.err.at[0]).toContain('log.test.ts')
})
