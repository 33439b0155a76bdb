import type { RecoverWorkspace } from '#contract/workspace'
import { countOf } from '../../format/count.ts'
import { type UnlockValues, unlockInput, unlockProblems } from './unlock-shape.ts'

export type RecoverValues = UnlockValues & { phrase: string }

/** Words in a recovery phrase. */
export const phraseLength = 12

/** The words as they were typed or read off a sheet: in small letters, without the numbers before them. */
export const typedWords = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,.;]+/)
    .filter((word) => word !== '' && !/^\d+\)?$/.test(word))

/** What stands in the way of recovering, by field in their order. Which words are wrong is known to the core alone. */
export function recoverProblems(values: RecoverValues): Partial<Record<keyof RecoverValues, string>> {
  const count = typedWords(values.phrase).length
  if (count === phraseLength) return unlockProblems(values)
  const phrase = count === 0 ? 'Enter the twelve words.' : `It has ${countOf(count, 'word')} instead of twelve.`
  return { phrase, ...unlockProblems(values) }
}

/** The values as the core takes them. */
export const recoverInput = (values: RecoverValues): RecoverWorkspace => ({
  phrase: typedWords(values.phrase).join(' '),
  unlock: unlockInput(values),
})
