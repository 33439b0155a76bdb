import { assertNever } from '#contract/assert-never'
import type { UnlockKind } from '#contract/workspace'

/** A workspace that opens by itself from a file beside it is not protected by closing it. */
export const canLock = (unlock: UnlockKind | null): boolean => unlock === 'passphrase' || unlock === 'keychain'

/** What opens a workspace and what follows from that, in one sentence. */
export function unlockedByWords(unlock: UnlockKind): string {
  switch (unlock) {
    case 'passphrase':
      return 'A passphrase, which is stored nowhere.'
    case 'key-file':
      return 'A key file on this computer: whoever can sign in to your account here can open it.'
    case 'keychain':
      return 'The keychain of this computer: it opens for your account here, and for no copy of the files elsewhere.'
    default:
      return assertNever(unlock)
  }
}

/** What unlocking asks for after a lock, in a few words. */
export const lockAboutWords = (unlock: UnlockKind | null): string =>
  unlock === 'keychain' ? 'Closes it until the keychain opens it again' : 'Asks for the passphrase again'
