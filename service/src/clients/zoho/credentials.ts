import { createHash } from 'node:crypto'

/** What the college gave us to get access tokens with. */
export type Credentials = { accountsUrl: string; clientId: string; clientSecret: string; refreshToken: string }

/** Tells a token made with these credentials from one made with others, without keeping them. */
export const fingerprintOf = ({ accountsUrl, clientId, clientSecret, refreshToken }: Credentials): string =>
  createHash('sha256')
    .update(JSON.stringify([accountsUrl, clientId, clientSecret, refreshToken]))
    .digest('hex')
