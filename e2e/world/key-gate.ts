import { toErrorData } from '#contract/errors'
import type { AsyncSafeStorage } from '../../src-main/hosts/electron/safe-storage-keychain.ts'
import type { Keychain } from '../../src-main/platform/keychain.ts'
import { type Keyring, makeKeyring } from '../stand-in/keyring.ts'

const plain = 'an invented wrapping key'

/** What may happen to a session's keyring after a key was sealed, and how that is named (R12, P20). */
const happenings: readonly { what: string; happen(keyring: Keyring): void; named: string }[] = [
  { what: 'is gone', happen: (keyring) => (keyring.now = 'gone'), named: 'keychain-missing' },
  { what: 'is busy', happen: (keyring) => (keyring.now = 'busy'), named: 'keychain-busy' },
  { what: 'was replaced', happen: (keyring) => keyring.replace(), named: 'keychain-changed' },
]

const endOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (thrown: unknown) => toErrorData(thrown).code,
  )

/** Where a keychain on Linux takes what protects nothing, or gives what happened another name; empty where it holds. */
export async function gateBreaches(
  make: (storage: AsyncSafeStorage, platform: NodeJS.Platform) => Keychain,
): Promise<string[]> {
  const breaches: string[] = []
  const expectEnd = async (what: string, work: Promise<unknown>, named: string): Promise<void> => {
    const end = await endOf(work)
    if (end !== named) breaches.push(`${what}: ${end}, not ${named}`)
  }
  const without = makeKeyring('linux')
  without.now = 'gone'
  const open = make(without, 'linux')
  await expectEnd('sealing without a keyring', open.seal(plain), 'keychain-unprotected')
  const published = await without.encryptStringAsync(plain)
  await expectEnd('a text under the published key', open.open(published), 'keychain-unprotected')
  for (const { what, happen, named } of happenings) {
    const keyring = makeKeyring('linux')
    const keychain = make(keyring, 'linux')
    const sealed = await keychain.seal(plain)
    happen(keyring)
    await expectEnd(`a keyring that ${what}`, keychain.open(sealed), named)
  }
  return breaches
}
