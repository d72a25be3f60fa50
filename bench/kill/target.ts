import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ready, task } from '../parent.ts'

/** One call that somebody made for a key; its effect is there the moment it arrives, its answer comes later. */
export type Deed = { key: string; kind: string; at: number }

/** What the peers' handlers call: it takes its time, remembers, and refuses nothing. */
const { answerAfterMs } = task<{ answerAfterMs: number }>()
const deeds: Deed[] = []

const server = createServer((request, response) => {
  const [, kind = '', key = ''] = (request.url ?? '').split('/')
  deeds.push({ key, kind, at: Date.now() })
  setTimeout(() => response.end('{}'), answerAfterMs)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  ready(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => deeds)
})
