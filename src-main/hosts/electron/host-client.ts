import type { DesktopPreferences } from '#contract/desktop'
import { AppError, toErrorData } from '#contract/errors'
import type { Keychain } from '../../platform/keychain.ts'
import type { PreferenceStore } from '../../platform/preference-store.ts'
import type { HostClient } from './host-contract.ts'

/** What the main process refused, as the AppError it was there. */
async function asked<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call
  } catch (thrown) {
    const { code, ...rest } = toErrorData(thrown)
    throw new AppError(code, { ...rest, cause: thrown })
  }
}

/** The system's keychain, which only the main process reaches. */
export const hostKeychain = (host: HostClient): Keychain => ({
  async seal(plain) {
    const { sealed } = await asked(host.keychain.seal({ plain }))
    return Buffer.from(sealed, 'base64')
  },
  async open(sealed) {
    const { plain, resealed } = await asked(host.keychain.open({ sealed: sealed.toString('base64') }))
    return { plain, resealed: resealed === null ? null : Buffer.from(resealed, 'base64') }
  },
})

/** The preferences of the desktop application, which the main process keeps. */
export const hostPreferences = (host: HostClient): PreferenceStore => ({
  show: () => asked(host.preferences.show({})),
  save: (preferences: DesktopPreferences) => asked(host.preferences.save(preferences)),
})
