import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { AsyncSafeStorage } from '../../src-main/hosts/electron/safe-storage-keychain.ts'

const notSealed = 'Error while encrypting the text provided to safeStorage.encryptStringAsync.'
const notOpened = 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.'
const unavailable = 'safeStorage.decryptStringAsync is temporarily unavailable. Please try again.'

/** As Chromium makes its keys on Linux. */
const keyOf = (secret: string | Buffer): Buffer => pbkdf2Sync(secret, 'saltysalt', 1, 16, 'sha1')
/** The key that everybody knows: what is sealed under it is not protected. */
const publishedKey = keyOf('peanuts')
const iv = Buffer.alloc(16, ' ')

/**
 * A keyring of a desktop session behind safeStorage, with the encryption that Chromium uses on Linux: AES-CBC without any
 * check of what comes out, so that one wrong key of about 256 opens a text to nonsense. Without a keyring it seals under
 * a published key, as Chromium does, and says nothing. On other systems `v10` is the ordinary beginning of a text.
 */
export type Keyring = AsyncSafeStorage & {
  /** `there`; `gone`: no keyring in this session; `busy`: there, and not to be used now; `early`: the app is not ready. */
  now: 'there' | 'gone' | 'busy' | 'early'
  /** Another keyring takes its place: what was sealed opens no more. `secret` is what the new one holds. */
  replace(secret?: Buffer): void
  /** A new key from now on; what was sealed opens still, and is asked to be sealed anew. */
  rotate(): void
}

export function makeKeyring(platform: NodeJS.Platform): Keyring {
  const onLinux = platform === 'linux'
  /** Keys by the three letters before what they seal; the last one seals. */
  let keys = [{ prefix: onLinux ? 'v11' : 'v10', key: keyOf(randomBytes(16)) }]

  const sealUnder = (prefix: string, key: Buffer, plain: string): Buffer => {
    const cipher = createCipheriv('aes-128-cbc', key, iv)
    return Buffer.concat([Buffer.from(prefix), cipher.update(plain), cipher.final()])
  }
  const openUnder = (key: Buffer, sealed: Buffer): string => {
    const open = createDecipheriv('aes-128-cbc', key, iv)
    try {
      return Buffer.concat([open.update(sealed.subarray(3)), open.final()]).toString()
    } catch {
      throw new Error(notOpened)
    }
  }
  const assertReady = (): void => {
    if (keyring.now === 'early') throw new Error('safeStorage cannot be used before app is ready')
  }

  const keyring: Keyring = {
    now: 'there',
    replace: (secret = randomBytes(16)) => {
      keys = [{ prefix: onLinux ? 'v11' : 'v10', key: keyOf(secret) }]
    },
    rotate: () => {
      keys.push({ prefix: `v${11 + keys.length}`, key: keyOf(randomBytes(16)) })
    },
    isAsyncEncryptionAvailable: async () => keyring.now !== 'early',
    encryptStringAsync: async (plain) => {
      assertReady()
      const newest = keys.at(-1)
      if (newest && keyring.now === 'there') return sealUnder(newest.prefix, newest.key, plain)
      if (!onLinux) throw new Error(notSealed)
      return sealUnder('v10', publishedKey, plain)
    },
    decryptStringAsync: async (sealed) => {
      assertReady()
      const prefix = sealed.subarray(0, 3).toString('latin1')
      if (onLinux && prefix === 'v10') {
        return { result: openUnder(publishedKey, sealed), shouldReEncrypt: keyring.now === 'there' }
      }
      if (keyring.now === 'busy') throw new Error(unavailable)
      const age = keyring.now === 'there' ? keys.findIndex((one) => one.prefix === prefix) : -1
      const found = keys[age]
      if (!found) throw new Error(notOpened)
      return { result: openUnder(found.key, sealed), shouldReEncrypt: age < keys.length - 1 }
    },
  }
  return keyring
}
