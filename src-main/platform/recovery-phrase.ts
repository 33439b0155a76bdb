import { generateMnemonic, validateMnemonic } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { AppError } from '#contract/errors'

/** Twelve English words of the BIP 39 list: 128 random bits and a checksum that finds a mistyped word. */
export const newRecoveryPhrase = (): string => generateMnemonic(wordlist, 128)

const known = new Set(wordlist)

const cannotBe = (problem: string): AppError =>
  new AppError('bad-input', {
    blame: 'settings',
    tell: `This is not a whole recovery phrase: ${problem}. Nothing was changed. Check it against what you wrote down and enter all twelve words in their order.`,
    log: 'a recovery phrase cannot be read',
  })

/** The phrase in its one spelling. Throws AppError `bad-input` that says what is wrong and repeats no word. */
export function readRecoveryPhrase(typed: string): string {
  const words = typed
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s,.;]+/)
    .filter((word) => word !== '')
  if (words.length !== 12)
    throw cannotBe(`it has ${words.length} ${words.length === 1 ? 'word' : 'words'} instead of twelve`)
  const stranger = words.findIndex((word) => !known.has(word))
  if (stranger !== -1) throw cannotBe(`word ${stranger + 1} is not one of the words that such phrases are made of`)
  const phrase = words.join(' ')
  if (!validateMnemonic(phrase, wordlist)) throw cannotBe('one of the words is another one, or two have changed places')
  return phrase
}
