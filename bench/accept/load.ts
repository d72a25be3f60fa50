import { createHmac, randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { demoSecrets } from '../../service/src/config/demo-secrets.ts'
import { quantile } from '../figures.ts'
import { ready } from '../parent.ts'

export type Load = { url: string; connections: number; seconds: number; atMost: number }
export type LoadAnswer = { events: number; eventsPerSecond: number; p50: number; p99: number }

/** Requests are made and signed before the clock starts, and sockets are spoken to directly: what is measured shares the machine with us. */
ready(undefined, async ({ url, connections, seconds, atMost }: Load): Promise<LoadAnswer> => {
  const { hostname, port, host } = new URL(url)
  const requests = Array.from({ length: atMost }, () => signedRequest(host))
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(hostname, Number(port))))
  const latencies: number[] = []
  const startedAt = performance.now()
  const until = startedAt + seconds * 1000
  await Promise.all(
    sockets.map(async (socket) => {
      for (let request = requests.pop(); request !== undefined; request = requests.pop()) {
        const sentAt = performance.now()
        if (sentAt > until) return
        const status = await exchange(socket, request)
        if (status !== 202) throw new Error(`Answered ${status} instead of 202`)
        latencies.push(performance.now() - sentAt)
      }
    }),
  )
  const took = (performance.now() - startedAt) / 1000
  for (const socket of sockets) socket.destroy()
  const events = latencies.length
  return { events, eventsPerSecond: events / took, p50: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) }
})

let counter = 0

/** Every event is another student's: joining hints would make the job cheaper than it is. */
function signedRequest(host: string): Buffer {
  const record = 5847596000000000000n + BigInt(process.pid) * 10_000_000n + BigInt(++counter)
  const body = JSON.stringify({
    event_id: randomUUID(),
    event_type: 'updated',
    module: 'BTEC_Students',
    record_id: String(record),
    timestamp: new Date().toISOString(),
  })
  const t = Math.floor(Date.now() / 1000)
  const v1 = createHmac('sha256', demoSecrets.ZOHO_WEBHOOK_SECRET).update(`${t}.${body}`).digest('hex')
  return Buffer.from(
    `POST /v1/events/zoho/student HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n` +
      `X-Zoho-Signature: t=${t},v1=${v1}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}

async function open(host: string, port: number): Promise<Socket> {
  const socket = connect({ host, port, noDelay: true })
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  return socket
}

/** @returns the status; answers of the door are short and carry their length */
function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = ''
    const done = (): void => {
      socket.off('data', onData).off('error', onEnd).off('close', onEnd)
    }
    const onEnd = (): void => {
      done()
      reject(new Error('The door closed the connection'))
    }
    const onData = (chunk: Buffer): void => {
      answer += chunk.toString('latin1')
      const head = answer.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(answer)?.[1] ?? 0)
      if (answer.length < head + 4 + length) return
      done()
      resolve(Number(answer.slice(9, 12)))
    }
    socket.on('data', onData).on('error', onEnd).on('close', onEnd)
    socket.write(request)
  })
}
