import { expect, it } from 'vitest'
import { placesToAsk, wordsOf, wrongPlaces } from './recovery-shape.ts'

const words = wordsOf('anchor basket candle dolphin')

it('asks for two different words in their order, whatever chance says', () => {
  const numbers = [0, 0.24, 0.25, 0.5, 0.74, 0.75, 0.999]
  const asked = numbers.flatMap((one) =>
    numbers.map((other) => {
      const drawn = [one, other]
      return placesToAsk(4, () => drawn.shift() ?? 0)
    }),
  )
  expect(asked.filter(([first, second]) => first >= second || first < 0 || second > 3)).toEqual([])
  expect(new Set(asked.map(String)).size).toBe(6)
})

it('takes the right words in any case, and names the place of a wrong one without telling the word', () => {
  expect(wrongPlaces(words, [0, 3], [' Anchor ', 'DOLPHIN'])).toEqual(new Map())
  expect(wrongPlaces(words, [1, 2], ['', 'basket'])).toEqual(
    new Map([
      [1, 'Enter word 2.'],
      [2, 'Word 3 is another one. Look at what you wrote down.'],
    ]),
  )
})
