import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** A 32-byte AES key with the name it is remembered by. */
export type EncryptionKey = { id: string; key: Buffer }

export type Sealed = { keyId: string; box: Buffer }

/** Encrypts what must be stored. The first key encrypts, all of them decrypt, so a key can be rotated without a stop. */
export type Cipher = {
  currentKeyId: string
  /** @param context what the secret is and whose (`zoho_tokens default`); a box moved to another row does not open. */
  seal(plain: string, context: string): Sealed
  /** @throws Error when the key is not configured any more, or the box or its context was changed. */
  open(sealed: Sealed, context: string): string
}

/** AES-256-GCM; a box is nonce, tag and ciphertext in a row. */
export function createCipher(keys: readonly [EncryptionKey, ...EncryptionKey[]]): Cipher {
  const [current] = keys
  return {
    currentKeyId: current.id,
    seal(plain, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return { keyId: current.id, box: Buffer.concat([nonce, cipher.getAuthTag(), body]) }
    },
    open({ keyId, box }, context) {
      const found = keys.find(({ id }) => id === keyId)
      if (found === undefined)
        throw new Error(`The encryption key "${keyId}" is not in ENCRYPTION_KEY; put it back behind the new one`)
      const decipher = createDecipheriv('aes-256-gcm', found.key, box.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(context))
        .setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8')
    },
  }
}
