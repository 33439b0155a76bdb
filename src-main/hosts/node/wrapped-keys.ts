import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { DataKeys } from '../../platform/key-provider.ts'

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

/** keys.json: the data keys, each sealed with AES-256-GCM under the key that the passphrase or the key file gives. */
export const KeysFile = z.discriminatedUnion('unlock', [
  z.strictObject({ version: z.literal(1), unlock: z.literal('passphrase'), kdf: ScryptParameters, wrapped }),
  z.strictObject({ version: z.literal(1), unlock: z.literal('key-file'), wrapped }),
])
export type KeysFile = z.infer<typeof KeysFile>

const names = ['credentials', 'cache', 'ledger'] as const
type KeyName = (typeof names)[number]

/** Each key opens only under its own name and way of unlocking. */
const contextOf = (name: KeyName, unlock: KeysFile['unlock']) => Buffer.from(`plumbline/keys/1/${unlock}/${name}`)

/** Three new random data keys. */
export const makeDataKeys = (): DataKeys => ({
  credentials: randomBytes(32),
  cache: randomBytes(32),
  ledger: randomBytes(32),
})

/** Seals the data keys under `wrapping` (32 bytes). */
export function wrapKeys(keys: DataKeys, wrapping: Buffer, unlock: KeysFile['unlock']): KeysFile['wrapped'] {
  const wrap = (name: KeyName) => {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', wrapping, iv).setAAD(contextOf(name, unlock))
    const data = Buffer.concat([cipher.update(keys[name]), cipher.final()])
    return { iv: iv.toString('base64'), tag: cipher.getAuthTag().toString('base64'), data: data.toString('base64') }
  }
  return { credentials: wrap('credentials'), cache: wrap('cache'), ledger: wrap('ledger') }
}

/** Opens the data keys; null where `wrapping` is not the key they were sealed under. */
export function unwrapKeys(file: KeysFile, wrapping: Buffer): DataKeys | null {
  const unwrap = (name: KeyName): Buffer => {
    const { iv, tag, data } = file.wrapped[name]
    const open = createDecipheriv('aes-256-gcm', wrapping, Buffer.from(iv, 'base64'), { authTagLength: 16 })
      .setAAD(contextOf(name, file.unlock))
      .setAuthTag(Buffer.from(tag, 'base64'))
    return Buffer.concat([open.update(Buffer.from(data, 'base64')), open.final()])
  }
  try {
    const keys = { credentials: unwrap('credentials'), cache: unwrap('cache'), ledger: unwrap('ledger') }
    return names.every((name) => keys[name].length === 32) ? keys : null
  } catch {
    return null
  }
}
