import { expect, it } from 'vitest'
import { gateBreaches } from '../../../e2e/world/key-gate.ts'
import { safeStorageKeychain } from './safe-storage-keychain.ts'

// The twins (R45): keychains that the gate's checks must find wanting.

it('would tell a keychain that takes the key everybody knows', async () => {
  // Elsewhere than on Linux its prefix is the ordinary one, so nothing is looked for.
  expect(await gateBreaches((storage) => safeStorageKeychain(storage, 'darwin'))).toEqual([
    'sealing without a keyring: taken, not keychain-unprotected',
    expect.stringMatching(/^a text under the published key: .*, not keychain-unprotected$/),
    'a keyring that is gone: keychain-changed, not keychain-missing',
  ])
})

it('would tell a keychain that opens whatever it is given, whatever became of the keyring', async () => {
  const breaches = await gateBreaches((storage, platform) => ({
    ...safeStorageKeychain(storage, platform),
    open: async (sealed) => ({ plain: sealed.toString('latin1'), resealed: null }),
  }))
  expect(breaches).toHaveLength(4)
})
