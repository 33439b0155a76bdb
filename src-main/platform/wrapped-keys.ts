import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { DataKeys } from './key-provider.ts'

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/)
const WrappedKey = z.strictObject({ iv: base64, tag: base64, data: base64 })
const wrapped = z.strictObject({ credentials: WrappedKey, cache: WrappedKey, ledger: WrappedKey })

/** Cost is bounded both ways: a changed file neither weakens the derivation nor makes it eat the computer's memory. */
const ScryptParameters = z.strictObject({
  name: z.literal('scrypt'),
  N: z.literal([2 ** 17, 2 ** 18, 2 ** 19]),
  r: z.literal(8),
  p: z.int().min(1).max(4),
  salt: base64.min(24),
})
export type ScryptParameters = z.infer<typeof ScryptParameters>

/** The ledger's key once more, sealed under what a recovery phrase gives. */
const recovery = z.strictObject({ kdf: ScryptParameters, ledger: WrappedKey })

/** The newest version of the file. Files with nothing of it are written as the first, which older programs read. */
export const keysVersion = 2

const common = {
  version: z.literal([1, keysVersion]),
  wrapped,
  recovery: recovery.optional(),
  /** The keys were made by a recovery that has not ended. */
  recovered: z.literal(true).optional(),
}

/** keys.json: the data keys, each sealed with AES-256-GCM under the key that passphrase, key file or keychain gives. */
export const KeysFile = z.discriminatedUnion('unlock', [
  z.strictObject({ ...common, unlock: z.literal('passphrase'), kdf: ScryptParameters }),
  z.strictObject({ ...common, unlock: z.literal('key-file') }),
  /** `sealed` is the wrapping key as the keychain gave it back. */
  z.strictObject({ ...common, unlock: z.literal('keychain'), sealed: base64 }),
])
export type KeysFile = z.infer<typeof KeysFile>
export type Recovery = z.infer<typeof recovery>

type KeyName = keyof DataKeys

/** Each key opens only under its own name and way of unlocking. */
const contextOf = (name: KeyName, unlock: KeysFile['unlock'] | 'recovery') =>
  Buffer.from(`plumbline/keys/1/${unlock}/${name}`)

/** Three new random data keys. */
export const makeDataKeys = (): DataKeys => ({
  credentials: randomBytes(32),
  cache: randomBytes(32),
  ledger: randomBytes(32),
})

function wrap(key: Buffer, wrapping: Buffer, context: Buffer): z.infer<typeof WrappedKey> {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrapping, iv).setAAD(context)
  const data = Buffer.concat([cipher.update(key), cipher.final()])
  return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') }
}

/** Null where `wrapping` or `context` is not what it was sealed under, or what is inside is no key. */
function unwrap({ iv, tag, data }: z.infer<typeof WrappedKey>, wrapping: Buffer, context: Buffer): Buffer | null {
  try {
    const open = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(iv, 'base64'), { authTagLength: 16 })
      .setAAD(context)
      .setAuthTag(Buffer.from(tag, 'base64'))
    const key = Buffer.concat([open.update(Buffer.from(data, 'base64')), open.final()])
    return key.length === 32 ? key : null
  } catch {
    return null
  }
}

/** Seals the data keys under `wrapping` (32 bytes). */
export function wrapKeys(keys: DataKeys, wrapping: Buffer, unlock: KeysFile['unlock']): KeysFile['wrapped'] {
  const sealed = (name: KeyName) => wrap(keys[name], wrapping, contextOf(name, unlock))
  return { credentials: sealed('credentials'), cache: sealed('cache'), ledger: sealed('ledger') }
}

/** Opens the data keys; null where `wrapping` is not the key they were sealed under. */
export function unwrapKeys({ wrapped: sealed, unlock }: KeysFile, wrapping: Buffer): DataKeys | null {
  const open = (name: KeyName) => unwrap(sealed[name], wrapping, contextOf(name, unlock))
  const [credentials, cache, ledger] = [open('credentials'), open('cache'), open('ledger')]
  return credentials && cache && ledger ? { credentials, cache, ledger } : null
}

/** Seals the ledger's key under what a recovery phrase gives. */
export const wrapForRecovery = (ledger: Buffer, wrapping: Buffer): Recovery['ledger'] =>
  wrap(ledger, wrapping, contextOf('ledger', 'recovery'))

/** Opens the ledger's key; null where the phrase is another one. */
export const unwrapRecovered = (sealed: Recovery['ledger'], wrapping: Buffer): Buffer | null =>
  unwrap(sealed, wrapping, contextOf('ledger', 'recovery'))
