import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { AppError } from '#contract/errors'

/** Seals short texts under one key; a sealed text opens only in the context it was sealed for. */
export type SecretBox = {
  seal(plain: string, context: string): Buffer
  /** Throws AppError `workspace-damaged` where key, context or bytes do not belong together. */
  unseal(sealed: Buffer, context: string): string
}

const format = 1
const ivLength = 12
const tagLength = 16

/** AES-256-GCM with `key` (32 bytes); a sealed text is format byte, IV, tag, ciphertext, with the context authenticated. */
export function makeSecretBox(key: Buffer): SecretBox {
  if (key.length !== 32) throw new Error(`a secret box takes 32 bytes, not ${key.length}`)
  return {
    seal: (plain, context) => {
      const iv = randomBytes(ivLength)
      const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength }).setAAD(Buffer.from(context))
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from([format]), iv, cipher.getAuthTag(), sealed])
    },
    unseal: (sealed, context) => {
      const body = 1 + ivLength + tagLength
      try {
        if (sealed.length < body || sealed[0] !== format) throw new Error('not a sealed text of format 1')
        const open = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + ivLength), {
          authTagLength: tagLength,
        })
          .setAAD(Buffer.from(context))
          .setAuthTag(sealed.subarray(1 + ivLength, body))
        return Buffer.concat([open.update(sealed.subarray(body)), open.final()]).toString('utf8')
      } catch (cause) {
        throw new AppError('workspace-damaged', {
          blame: 'settings',
          tell: 'A stored password or key of this connection cannot be opened: it belongs to other keys or was damaged. Enter it again under Connections and save.',
          log: 'a sealed secret does not open',
          cause,
        })
      }
    },
  }
}
