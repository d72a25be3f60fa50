import { createHmac, randomUUID } from 'node:crypto'
import { Agent, request } from 'undici'
import { demoSecrets } from '../../service/src/config/demo-secrets.ts'

export type Sender = {
  /** Sends a signed hint as Zoho's function would. @returns its id once it was accepted */
  hint(recordId: string, eventId?: string): Promise<string>
  close(): Promise<void>
}

/** @param url of the service's door */
export function createSender(url: string): Sender {
  const dispatcher = new Agent({ connections: 64, pipelining: 1 })
  return {
    async hint(recordId, eventId = randomUUID()) {
      const body = JSON.stringify({
        event_id: eventId,
        event_type: 'updated',
        module: 'BTEC_Students',
        record_id: recordId,
        timestamp: new Date().toISOString(),
      })
      const t = Math.floor(Date.now() / 1000)
      const v1 = createHmac('sha256', demoSecrets.ZOHO_WEBHOOK_SECRET).update(`${t}.${body}`).digest('hex')
      const answer = await request(`${url}/v1/events/zoho/student`, {
        dispatcher,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-zoho-signature': `t=${t},v1=${v1}` },
        body,
        headersTimeout: 5_000,
        bodyTimeout: 5_000,
      })
      await answer.body.dump()
      if (answer.statusCode !== 202 && answer.statusCode !== 200) throw new Error(`The door answered ${answer.statusCode}`)
      return eventId
    },
    close: () => dispatcher.close(),
  }
}
