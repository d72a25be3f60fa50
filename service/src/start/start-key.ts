import type { Config } from '../config.ts'
import { createKey, listKeys, revokeKey } from '../verbs/api-keys.ts'
import type { Desk } from '../verbs/desk.ts'

const NAME = 'npm start'

/**
 * A key for whoever started the service, to try it with. It ends with the next start, because a key can be shown once only and nobody
 * kept the old one. In production there is none: keys are made by `npm run manage -- keys create`.
 */
export async function freshStartKey(desk: Desk, environment: Config['environment']): Promise<string> {
  if (environment === 'production') return ''
  const before = (await listKeys(desk)).filter(({ name, revokedAt }) => name === NAME && revokedAt === null)
  for (const { keyId } of before) await revokeKey(desk, keyId)
  const { key } = await createKey(desk, NAME)
  return key
}
