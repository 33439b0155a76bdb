import { describe, expect, it } from 'vitest'
import { AppError } from '#contract/errors'
import { newRecoveryPhrase, readRecoveryPhrase } from './recovery-phrase.ts'

/** All zeros in BIP 39's own test vectors. */
const known = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about'

/** What is said of a phrase that cannot be one; never any of its words. */
function tellOf(typed: string): string {
  try {
    readRecoveryPhrase(typed)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'bad-input') throw thrown
    const said = `${thrown.tell} ${thrown.message}`.toLowerCase().split(/[^a-zäé]+/)
    expect(
      typed
        .toLowerCase()
        .split(/\s+/)
        .filter((word) => word !== '' && said.includes(word)),
    ).toEqual([])
    return thrown.tell
  }
  throw new Error('it was read')
}

describe('a recovery phrase', () => {
  it('is twelve words, another one each time, and reads as itself', () => {
    const phrases = new Set(Array.from({ length: 50 }, newRecoveryPhrase))
    expect(phrases.size).toBe(50)
    for (const phrase of phrases) {
      expect(phrase.split(' ')).toHaveLength(12)
      expect(readRecoveryPhrase(phrase)).toBe(phrase)
    }
  })

  it('reads the same however it is typed', () => {
    const words = known.split(' ')
    for (const typed of [
      known.toUpperCase(),
      `  ${words.join('\n')}  `,
      words.join(', '),
      `${words.join('\u00a0\t')}.`,
    ]) {
      expect(readRecoveryPhrase(typed)).toBe(known)
    }
  })

  it('that is mistyped is located and not repeated', () => {
    const words = known.split(' ')
    const strange = words.with(4, 'abandonn').join(' ')
    expect(tellOf(strange)).toContain('word 5 is not one of the words')
    expect(tellOf(words.with(0, 'zoo').join(' '))).toContain('one of the words is another one')
    expect(tellOf(words.with(11, 'abandon').join(' '))).toContain('one of the words is another one')
    expect(tellOf(words.slice(1).join(' '))).toContain('it has 11 words instead of twelve')
    expect(tellOf('abandon')).toContain('it has 1 word instead')
    expect(tellOf(' ')).toContain('it has 0 words')
  })
})
