import { implement } from '@orpc/server'
import type { Keychain } from '../../platform/keychain.ts'
import type { PreferenceStore } from '../../platform/preference-store.ts'
import { hostContract } from './host-contract.ts'

/** Answers what the core asks of the main process. */
export function hostRouter({ keychain, preferences }: { keychain: Keychain; preferences: PreferenceStore }) {
  const os = implement(hostContract)
  return os.router({
    keychain: {
      seal: os.keychain.seal.handler(async ({ input }) => ({
        sealed: (await keychain.seal(input.plain)).toString('base64'),
      })),
      open: os.keychain.open.handler(async ({ input }) => {
        const { plain, resealed } = await keychain.open(Buffer.from(input.sealed, 'base64'))
        return { plain, resealed: resealed?.toString('base64') ?? null }
      }),
    },
    preferences: {
      show: os.preferences.show.handler(() => preferences.show()),
      save: os.preferences.save.handler(({ input }) => preferences.save(input)),
    },
  })
}
