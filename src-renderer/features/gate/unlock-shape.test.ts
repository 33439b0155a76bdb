import { expect, it } from 'vitest'
import { firstUnlock, unlockInput, unlockProblems, waitWords, wayWords } from './unlock-shape.ts'

const typed = { unlock: 'passphrase' as const, passphrase: 'ten letters', again: 'ten letters' }

it('begins with the best way that this computer does not refuse', () => {
  const keychain = { kind: 'keychain' as const, refused: null }
  const passphrase = { kind: 'passphrase' as const, refused: null }
  const first = [
    firstUnlock([keychain, passphrase]),
    firstUnlock([{ ...keychain, refused: 'It protects nothing.' }, passphrase]),
  ].map(({ unlock }) => unlock)
  expect(first).toEqual(['keychain', 'passphrase'])
})

it('asks for a passphrase of ten characters, typed twice alike, and for none where another way is chosen', () => {
  expect([
    unlockProblems(typed),
    unlockProblems({ ...typed, passphrase: 'short' }),
    unlockProblems({ ...typed, again: 'ten lettres' }),
    unlockProblems({ unlock: 'keychain', passphrase: '', again: '' }),
  ]).toEqual([
    {},
    { passphrase: 'Use at least 10 characters.' },
    { again: 'The two entries differ. Type the passphrase again.' },
    {},
  ])
})

it('sends no passphrase that was typed before another way was chosen', () => {
  expect([
    unlockInput(typed),
    unlockInput({ ...typed, unlock: 'keychain' }),
    unlockInput({ ...typed, unlock: 'key-file' }),
  ]).toEqual([{ kind: 'passphrase', passphrase: 'ten letters' }, { kind: 'keychain' }, { kind: 'key-file' }])
})

it('gives every way words of its own', () => {
  const labels = (['passphrase', 'key-file', 'keychain'] as const).map((kind) => wayWords(kind).label)
  expect(new Set(labels).size).toBe(3)
})

it('counts a wait in seconds, and in minutes where it is long', () => {
  expect([1, 27, 60, 125, 900].map(waitWords)).toEqual([
    '1 second',
    '27 seconds',
    '1 min 00 s',
    '2 min 05 s',
    '15 min 00 s',
  ])
})
