import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'

/** Repeatable chance: the same seed throws the same row of numbers on every computer. */
export type Dice = {
  /** A whole number, both ends included. */
  int(from: number, to: number): number
  /** True in `percent` of 100 throws. */
  percent(percent: number): boolean
  /** One of the list. Throws a RangeError where the list is empty. */
  pick<T>(list: readonly T[]): T
  /** The same members in another order; the list itself stays as it is. */
  shuffle<T>(list: readonly T[]): T[]
  /** A text that looks like a version 4 UUID. */
  uuid(): string
}

/** Dice for this seed (a 32-bit whole number). */
export function makeDice(seed: number): Dice {
  const rng = xoroshiro128plus(seed)
  const int = (from: number, to: number) => uniformInt(rng, from, to)
  const hex = (digits: number) => Array.from({ length: digits }, () => int(0, 15).toString(16)).join('')

  function pick<T>(list: readonly T[]): T {
    const picked = list.length === 0 ? undefined : list[int(0, list.length - 1)]
    if (picked === undefined) throw new RangeError('cannot pick from an empty list')
    return picked
  }

  function shuffle<T>(list: readonly T[]): T[] {
    const keyed = list.map((member, index) => ({ member, at: int(0, 0x7fffffff), index }))
    return keyed.sort((a, b) => a.at - b.at || a.index - b.index).map(({ member }) => member)
  }

  return {
    int,
    percent: (percent) => int(1, 100) <= percent,
    pick,
    shuffle,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${pick(['8', '9', 'a', 'b'])}${hex(3)}-${hex(12)}`,
  }
}
