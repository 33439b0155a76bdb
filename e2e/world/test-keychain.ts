import { safeStorageKeychain } from '../../src-main/hosts/electron/safe-storage-keychain.ts'
import type { Keychain } from '../../src-main/platform/keychain.ts'
import { type Keyring, makeKeyring } from '../stand-in/keyring.ts'

/** The desktop application's keychain on Linux, over a keyring that a test may take away, replace or rotate. */
export function testKeychain(): { keyring: Keyring; keychain: Keychain } {
  const keyring = makeKeyring('linux')
  return { keyring, keychain: safeStorageKeychain(keyring, 'linux') }
}
