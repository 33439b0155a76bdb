import { assertNever } from '#contract/assert-never'
import type { NewUnlock, UnlockKind, UnlockWay } from '#contract/workspace'
import { countOf } from '../../format/count.ts'

/** How a workspace is to be unlocked, as it is entered. */
export type UnlockValues = { unlock: UnlockKind; passphrase: string; again: string }

const shortest = 10

/** The values a form begins with: the best way that this computer does not refuse. */
export const firstUnlock = (ways: readonly UnlockWay[]): UnlockValues => ({
  unlock: ways.find(({ refused }) => refused === null)?.kind ?? 'passphrase',
  passphrase: '',
  again: '',
})

/** What stands in the way of unlocking so, by field; an empty object where nothing does. */
export function unlockProblems({ unlock, passphrase, again }: UnlockValues): Partial<UnlockValues> {
  if (unlock !== 'passphrase') return {}
  if (passphrase.length < shortest) return { passphrase: `Use at least ${shortest} characters.` }
  return passphrase === again ? {} : { again: 'The two entries differ. Type the passphrase again.' }
}

/** The values as the core takes them: no passphrase where none is asked for. */
export const unlockInput = ({ unlock, passphrase }: UnlockValues): NewUnlock =>
  unlock === 'passphrase' ? { kind: unlock, passphrase } : { kind: unlock }

/** A way of unlocking as its radio button says it, with what follows from it. */
export function wayWords(kind: UnlockKind): { label: string; hint: string } {
  switch (kind) {
    case 'passphrase':
      return {
        label: 'With a passphrase',
        hint: 'Asked at every start. It is stored nowhere: without it, or a recovery phrase, the workspace cannot be opened by anyone.',
      }
    case 'key-file':
      return {
        label: 'Keep unlocked on this computer',
        hint: 'Nothing has to be typed at the start. A key file that only your account on this computer may read opens it: whoever can use your account can open the workspace.',
      }
    case 'keychain':
      return {
        label: 'With the keychain of this computer',
        hint: 'Nothing has to be typed at the start. The system keeps the key for your account, so the workspace opens for you here and a copy of its files opens nowhere.',
      }
    default:
      return assertNever(kind)
  }
}

/** How long there is to wait: `27 seconds`, `2 min 05 s`. */
export function waitWords(seconds: number): string {
  if (seconds < 60) return countOf(seconds, 'second')
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
}
