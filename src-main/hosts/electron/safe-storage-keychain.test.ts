import { randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError, type ErrorCode } from '#contract/errors'
import { type Keyring, makeKeyring } from '../../../e2e/stand-in/keyring.ts'
import { gateBreaches } from '../../../e2e/world/key-gate.ts'
import { systemClock } from '../../platform/clock.ts'
import type { Keychain } from '../../platform/keychain.ts'
import { safeStorageKeychain } from './safe-storage-keychain.ts'

const plain = 'canary-of-a-wrapping-key'

let keyring: Keyring
let keychain: Keychain
beforeEach(() => {
  keyring = makeKeyring('linux')
  keychain = safeStorageKeychain(keyring, 'linux')
})

/** What it is refused with, once the error was seen to say nothing of what was to be sealed or opened. */
async function refusal(work: Promise<unknown>): Promise<ErrorCode> {
  const thrown: unknown = await work.then(
    () => new Error('it was not refused'),
    (error: unknown) => error,
  )
  if (!(thrown instanceof AppError)) throw thrown
  let texts = thrown.tell
  for (let error: unknown = thrown; error instanceof Error; error = error.cause)
    texts += `${error.message}${error.stack}`
  expect(texts).not.toContain(plain)
  expect(thrown.tell).toMatch(/Nothing was (changed|stored)/)
  return thrown.code
}

/** The text under the key that everybody knows, as a session without keyring seals it. */
async function sealedForAnybody(): Promise<Buffer> {
  const without = makeKeyring('linux')
  without.now = 'gone'
  return without.encryptStringAsync(plain)
}

describe('a keychain on Linux', () => {
  it('opens what it sealed, and shows nothing of it', async () => {
    const sealed = await keychain.seal(plain)
    expect(sealed.toString('latin1')).not.toContain(plain)
    expect(await keychain.open(sealed)).toEqual({ plain, resealed: null })
  })

  it('is refused where it would seal under the key that everybody knows', async () => {
    keyring.now = 'gone'
    expect(await refusal(keychain.seal(plain))).toBe('keychain-unprotected')
  })

  it('does not open what is sealed under the key that everybody knows, though it could', async () => {
    const sealed = await sealedForAnybody()
    expect((await keyring.decryptStringAsync(sealed)).result).toBe(plain)
    for (const now of ['there', 'gone', 'busy', 'early'] as const) {
      keyring.now = now
      expect(await refusal(keychain.open(sealed))).toBe('keychain-unprotected')
    }
  })

  it.each([
    ['gone', 'keychain-missing'],
    ['busy', 'keychain-busy'],
    ['early', 'keychain-missing'],
  ] as const)('that is %s is named, and opens again once it is back', async (now, code) => {
    const sealed = await keychain.seal(plain)
    keyring.now = now
    expect(await refusal(keychain.open(sealed))).toBe(code)
    keyring.now = 'there'
    expect(await keychain.open(sealed)).toEqual({ plain, resealed: null })
  })

  it('that holds another key is named as changed, and opens again once the old one is back', async () => {
    const secret = randomBytes(16)
    keyring.replace(secret)
    const sealed = await keychain.seal(plain)
    keyring.replace()
    expect(await refusal(keychain.open(sealed))).toBe('keychain-changed')
    keyring.replace(secret)
    expect(await keychain.open(sealed)).toEqual({ plain, resealed: null })
  })

  it('that opens a text to nonsense with another key is named as changed too', async () => {
    const sealed = await keychain.seal(plain)
    const opens = () =>
      keyring.decryptStringAsync(sealed).then(
        () => true,
        () => false,
      )
    do keyring.replace()
    while (!(await opens()))
    expect(await refusal(keychain.open(sealed))).toBe('keychain-changed')
  })

  it('gives a text sealed anew where the system asks for it, and not again', async () => {
    const old = await keychain.seal(plain)
    keyring.rotate()
    const { resealed } = await keychain.open(old)
    if (!resealed) throw new Error('it was not sealed anew')
    expect(resealed.equals(old)).toBe(false)
    expect(await keychain.open(resealed)).toEqual({ plain, resealed: null })
  })

  it('keeps the old text in use where sealing it anew would protect nothing or would not open', async () => {
    const old = await keychain.seal(plain)
    keyring.rotate()
    const anew: Keyring['encryptStringAsync'][] = [
      sealedForAnybody,
      async () => Buffer.from('v12 that nothing opens'),
      async () => keyring.encryptStringAsync('plumbline of another text'),
      () => Promise.reject(new Error('Error while encrypting the text.')),
    ]
    for (const encryptStringAsync of anew) {
      const spoilt = safeStorageKeychain({ ...keyring, encryptStringAsync }, 'linux')
      expect(await spoilt.open(old)).toEqual({ plain, resealed: null })
    }
  })

  it('gives each thing that may happen to it its own name', async () => {
    expect(await gateBreaches(safeStorageKeychain)).toEqual([])
  })

  it('that does not answer within a minute is named as busy', async () => {
    const sealed = await keychain.seal(plain)
    const silent = () => new Promise<never>(() => {})
    const waits: number[] = []
    const clock = {
      ...systemClock,
      sleep: (ms: number) => {
        waits.push(ms)
        return Promise.resolve()
      },
    }
    const all = { isAsyncEncryptionAvailable: silent, encryptStringAsync: silent, decryptStringAsync: silent }
    const asked = safeStorageKeychain(all, 'linux', clock)
    expect(await refusal(asked.seal(plain))).toBe('keychain-busy')
    expect(await refusal(asked.open(sealed))).toBe('keychain-busy')
    expect(waits).toEqual([60_000, 60_000])
  })

  it('seals nothing that does not open again', async () => {
    const lost = { ...keyring, decryptStringAsync: () => Promise.reject(new Error('Error while decrypting.')) }
    expect(await refusal(safeStorageKeychain(lost, 'linux').seal(plain))).toBe('keychain-missing')
  })
})

describe.each(['darwin', 'win32'] as const)('a keychain on %s', (platform) => {
  it('begins every text with what stands for the published key on Linux, and opens it', async () => {
    const storage = makeKeyring(platform)
    const other = safeStorageKeychain(storage, platform)
    const sealed = await other.seal(plain)
    expect(sealed.subarray(0, 3).toString()).toBe('v10')
    expect(await other.open(sealed)).toEqual({ plain, resealed: null })
    storage.now = 'gone'
    expect(await refusal(other.open(sealed))).toBe('keychain-missing')
    expect(await refusal(other.seal(plain))).toBe('keychain-missing')
    storage.now = 'there'
    storage.replace()
    expect(await refusal(other.open(sealed))).toBe('keychain-changed')
  })
})
