/** The words of a phrase, in order. */
export const wordsOf = (phrase: string): string[] => phrase.split(' ')

/** The places of two different words, in order, counted from 0. `random` gives numbers from 0 up to but not including 1. */
export function placesToAsk(count: number, random: () => number): [number, number] {
  const one = Math.floor(random() * count)
  const rest = Math.floor(random() * (count - 1))
  const other = rest < one ? rest : rest + 1
  return one < other ? [one, other] : [other, one]
}

/** What is wrong with the words typed for these places, by place; an empty map where both are right. No word is told. */
export function wrongPlaces(
  words: readonly string[],
  asked: readonly number[],
  typed: readonly string[],
): Map<number, string> {
  const wrong = asked.flatMap((place, index): [number, string][] => {
    const word = (typed[index] ?? '').trim().toLowerCase()
    if (word === '') return [[place, `Enter word ${place + 1}.`]]
    return word === words[place] ? [] : [[place, `Word ${place + 1} is another one. Look at what you wrote down.`]]
  })
  return new Map(wrong)
}
