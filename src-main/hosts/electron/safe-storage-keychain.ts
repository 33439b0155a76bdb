import type { SafeStorage } from 'electron'
import { AppError, type ErrorCode } from '#contract/errors'
import type { Keychain } from '../../platform/keychain.ts'

/** The asynchronous part of Electron's safeStorage; the synchronous calls are gone with Electron 46. */
export type AsyncSafeStorage = Pick<
  SafeStorage,
  'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync'
>

const tells = {
  'keychain-missing':
    "This computer's keychain (the password store of your desktop session) does not answer, so the key of this workspace cannot be read. Nothing was changed. Start or install it (on Linux: GNOME Keyring, KWallet or another Secret Service), unlock it, and try again.",
  'keychain-unprotected':
    'This computer offers no keychain that protects anything: what it seals could be opened by anybody who copies the file. Nothing was stored with it. Use a passphrase, or install GNOME Keyring or KWallet and start Plumbline again.',
  'keychain-changed':
    "This computer's keychain answers, but it holds another key than the one this workspace was sealed with: it was emptied, replaced, or belongs to another account. Nothing was changed. Sign in with the account that made the workspace, put the old keychain back, or open the workspace with its recovery phrase.",
  'keychain-busy':
    "This computer's keychain is there but cannot be used right now; it may be locked or still starting. Nothing was changed. Unlock it if it asks, and try again in a moment.",
} as const satisfies Partial<Record<ErrorCode, string>>

const failure = (code: keyof typeof tells, cause?: unknown): AppError =>
  new AppError(code, { blame: 'settings', tell: tells[code], log: code, cause })

/**
 * Chromium writes this before a ciphertext of its published constant key, which on Linux is always there as the last
 * resort (R12; seen in its sources, and for the synchronous call in files). On other systems it is the ordinary prefix.
 */
const isConstantKey = (sealed: Buffer, platform: NodeJS.Platform): boolean =>
  platform === 'linux' && sealed.subarray(0, 3).toString('latin1') === 'v10'

/** Electron gives no code, only this sentence (shell/browser/api/electron_api_safe_storage.cc). */
const isBusy = (thrown: unknown): boolean => thrown instanceof Error && /temporarily unavailable/i.test(thrown.message)

/** The keychain of the operating system through Electron. To be used once the app is ready. */
export function safeStorageKeychain(storage: AsyncSafeStorage, platform: NodeJS.Platform): Keychain {
  async function seal(plain: string): Promise<Buffer> {
    if (!(await storage.isAsyncEncryptionAvailable())) throw failure('keychain-missing')
    let sealed: Buffer
    try {
      sealed = await storage.encryptStringAsync(plain)
    } catch (thrown) {
      throw failure(isBusy(thrown) ? 'keychain-busy' : 'keychain-missing', thrown)
    }
    if (isConstantKey(sealed, platform)) throw failure('keychain-unprotected')
    return sealed
  }

  /** What stands behind a ciphertext that does not open: a probe tells whether any keychain of this session protects. */
  async function whyNot(thrown: unknown): Promise<AppError> {
    if (isBusy(thrown)) return failure('keychain-busy', thrown)
    try {
      await seal('is it there?')
      return failure('keychain-changed', thrown)
    } catch (probe) {
      return failure(
        probe instanceof AppError && probe.code === 'keychain-busy' ? 'keychain-busy' : 'keychain-missing',
        probe,
      )
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
      if (isConstantKey(sealed, platform)) throw failure('keychain-unprotected')
      if (!(await storage.isAsyncEncryptionAvailable())) throw failure('keychain-missing')
      let opened: { result: string; shouldReEncrypt: boolean }
      try {
        opened = await storage.decryptStringAsync(sealed)
      } catch (thrown) {
        throw await whyNot(thrown)
      }
      const { result: plain, shouldReEncrypt } = opened
      return { plain, resealed: shouldReEncrypt ? await resealed(plain) : null }
    },
  }
}
