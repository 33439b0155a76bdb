import type { SafeStorage } from 'electron'
import { AppError, type ErrorCode } from '#contract/errors'
import { type Clock, systemClock } from '../../platform/clock.ts'
import type { Keychain } from '../../platform/keychain.ts'

/** The asynchronous part of Electron's safeStorage; the synchronous calls are gone with Electron 46. */
export type AsyncSafeStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>

/** Electron looks for the keychain once in its run, so a new start may be needed before it sees one. */
const again = 'try again. If that does not help, quit Plumbline and start it again.'

const tells = {
  'keychain-missing': `This computer's keychain (the password store of your desktop session) does not answer, so the key of this workspace cannot be read. Nothing was changed. Start or install it (on Linux: GNOME Keyring, KWallet or another Secret Service), unlock it, and ${again}`,
  'keychain-unprotected':
    'This computer offers no keychain that protects anything: what it seals could be opened by anybody who copies the file. Nothing was stored with it. Use a passphrase, or install GNOME Keyring or KWallet and start Plumbline again.',
  'keychain-changed':
    "This computer's keychain answers, but it holds another key than the one this workspace was sealed with: it was emptied, replaced, or belongs to another account. Nothing was changed. Sign in with the account that made the workspace, put the old keychain back, or open the workspace with its recovery phrase.",
  'keychain-busy': `This computer's keychain is there but cannot be used right now; it may be locked or still starting. Nothing was changed. Unlock it if it asks, wait a moment, and ${again}`,
} as const satisfies Partial<Record<ErrorCode, string>>

const sealedForAnybody =
  'The key of this workspace is sealed so that anybody who copies its files could open it, so it is not used. Nothing was changed. Open the workspace with its recovery phrase and choose a passphrase, or put the right keys.json back.'

const failure = (code: keyof typeof tells, { cause, tell = tells[code] }: { cause?: unknown; tell?: string } = {}) =>
  new AppError(code, { blame: 'settings', tell, log: code, cause })

/**
 * Chromium writes this before a ciphertext of its published constant key, which on Linux is always there as the last
 * resort (R12; seen in its sources, and for the synchronous call in files). On other systems it is the ordinary prefix.
 */
const isConstantKey = (sealed: Buffer, platform: NodeJS.Platform): boolean =>
  platform === 'linux' && sealed.subarray(0, 3).toString('latin1') === 'v10'

/** Electron gives no code, only this sentence (shell/browser/api/electron_api_safe_storage.cc). */
const isBusy = (thrown: unknown): boolean => thrown instanceof Error && /temporarily unavailable/i.test(thrown.message)

/** Stands before what is sealed: on Linux nothing else tells a text opened with another key, which is nonsense, from ours. */
const mark = 'plumbline '

/** So long a person may take to answer the keychain's own window; some stores never answer at all. */
const longestMs = 60_000

/** The keychain of the operating system through Electron. To be used once the app is ready. */
export function safeStorageKeychain(
  storage: AsyncSafeStorage,
  platform: NodeJS.Platform,
  clock: Clock = systemClock,
): Keychain {
  async function answered<T>(asked: Promise<T>): Promise<T> {
    const done = new AbortController()
    const tooLong = clock.sleep(longestMs, done.signal).then(() => {
      throw failure('keychain-busy')
    })
    try {
      return await Promise.race([asked, tooLong])
    } finally {
      done.abort()
    }
  }

  async function assertThere(): Promise<void> {
    if (!(await answered(storage.isAsyncEncryptionAvailable()))) throw failure('keychain-missing')
  }

  async function decrypt(sealed: Buffer): Promise<{ plain: string; stale: boolean }> {
    const { result, shouldReEncrypt } = await answered(storage.decryptStringAsync(sealed))
    if (!result.startsWith(mark)) throw new Error('what was opened is not what was sealed')
    return { plain: result.slice(mark.length), stale: shouldReEncrypt }
  }

  /** What does not open again is not sealed. */
  async function seal(plain: string): Promise<Buffer> {
    await assertThere()
    try {
      const sealed = await answered(storage.encryptStringAsync(`${mark}${plain}`))
      if (isConstantKey(sealed, platform)) throw failure('keychain-unprotected')
      if ((await decrypt(sealed)).plain !== plain) throw new Error('what was sealed opens as something else')
      return sealed
    } catch (thrown) {
      if (thrown instanceof AppError) throw thrown
      throw failure(isBusy(thrown) ? 'keychain-busy' : 'keychain-missing', { cause: thrown })
    }
  }

  /** What stands behind a ciphertext that does not open: a probe tells whether any keychain of this session protects. */
  async function whyNot(thrown: unknown): Promise<AppError> {
    if (thrown instanceof AppError) return thrown
    if (isBusy(thrown)) return failure('keychain-busy', { cause: thrown })
    try {
      await seal('is it there?')
      return failure('keychain-changed', { cause: thrown })
    } catch (probe) {
      const busy = probe instanceof AppError && probe.code === 'keychain-busy'
      return failure(busy ? 'keychain-busy' : 'keychain-missing', { cause: probe })
    }
  }

  /** The same text under the system's newer key; null where that one protects nothing, so the old text stays in use. */
  async function resealed(plain: string): Promise<Buffer | null> {
    try {
      return await seal(plain)
    } catch {
      return null
    }
  }

  return {
    seal,
    async open(sealed) {
      if (isConstantKey(sealed, platform)) throw failure('keychain-unprotected', { tell: sealedForAnybody })
      await assertThere()
      let opened: { plain: string; stale: boolean }
      try {
        opened = await decrypt(sealed)
      } catch (thrown) {
        throw await whyNot(thrown)
      }
      const { plain, stale } = opened
      return { plain, resealed: stale ? await resealed(plain) : null }
    },
  }
}
