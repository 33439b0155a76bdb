import { expect, it } from 'vitest'
import { recoverInput, recoverProblems, typedWords } from './recover-shape.ts'

const twelve = 'anchor basket candle dolphin ember fabric garden harvest island jungle kitten ladder'
const values = { phrase: '', unlock: 'keychain' as const, passphrase: '', again: '' }

it('takes the words as they stand on a sheet: numbered, in columns, with capital letters', () => {
  expect(typedWords(' 1. Anchor  2. basket\n3) CANDLE, dolphin;\t5 ember ')).toEqual([
    'anchor',
    'basket',
    'candle',
    'dolphin',
    'ember',
  ])
})

it('asks for twelve words and for what the new way of unlocking needs, and leaves the words themselves to the core', () => {
  expect([
    recoverProblems({ ...values, phrase: ' \n ' }),
    recoverProblems({ ...values, phrase: 'anchor' }),
    recoverProblems({ ...values, phrase: twelve, unlock: 'passphrase', passphrase: 'short' }),
    recoverProblems({ ...values, phrase: twelve }),
  ]).toEqual([
    { phrase: 'Enter the twelve words.' },
    { phrase: 'It has 1 word instead of twelve.' },
    { passphrase: 'Use at least 10 characters.' },
    {},
  ])
})

it('sends the words with one space between them', () => {
  expect(recoverInput({ ...values, phrase: ' Anchor\nbasket ' })).toEqual({
    phrase: 'anchor basket',
    unlock: { kind: 'keychain' },
  })
})
