import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgePlausibility } from './judge-plausibility.ts'

const steady = { before: 100, lost: 0, now: 100, fresh: 0, shifted: 0, otherSide: 100 }

describe('a read held against the last complete one', () => {
  it.each([
    ['the same records', steady, null],
    ['an emptied side', { ...steady, lost: 100, now: 0 }, 'emptied'],
    ['a side of one record that emptied', { ...steady, before: 1, lost: 1, now: 0 }, 'emptied'],
    ['a small side with one record left', { ...steady, before: 5, lost: 4, now: 1 }, null],
    ['a fifth lost', { ...steady, lost: 20, now: 80 }, null],
    ['more than a fifth lost', { ...steady, lost: 21, now: 79 }, 'lost-many'],
    ['ten lost of a small side', { ...steady, before: 15, lost: 10, now: 5 }, null],
    ['eleven lost of a small side', { ...steady, before: 15, lost: 11, now: 4 }, 'lost-many'],
    ['as many gone as came, under new ids', { ...steady, lost: 60, now: 100, fresh: 60 }, 'lost-many'],
    ['mostly new ids beside the old ones', { ...steady, now: 210, fresh: 110 }, 'mostly-new'],
    ['exactly half new ids', { ...steady, now: 200, fresh: 100 }, null],
    ['mostly new ids on a side of nine', { ...steady, before: 9, now: 9, fresh: 9 }, null],
    ['mostly new ids where nine came', { ...steady, before: 10, now: 9, fresh: 9 }, null],
    ['mostly new ids where nine were before', { ...steady, before: 9, now: 20, fresh: 11 }, null],
    ['mostly new ids on a side of ten', { ...steady, before: 10, now: 10, fresh: 6 }, 'mostly-new'],
    ['half of the feed moved alike', { ...steady, shifted: 50 }, null],
    ['more than half of the feed moved alike', { ...steady, shifted: 51 }, 'shifted'],
    ['all nine of a small side moved alike', { ...steady, before: 9, now: 9, shifted: 9 }, null],
    ['ten of a small side moved alike', { ...steady, before: 15, now: 15, shifted: 10 }, 'shifted'],
    ['an empty side that stays empty', { ...steady, before: 0, now: 0 }, null],
    ['an empty first read beside a side with records', { ...steady, before: null, now: 0 }, 'first-read-empty'],
    ['an empty first read beside an empty side', { ...steady, before: null, now: 0, otherSide: 0 }, null],
    [
      'an empty first read beside a side nobody could read',
      { ...steady, before: null, now: 0, otherSide: null },
      'first-read-empty',
    ],
    ['a first read with records', { ...steady, before: null, fresh: 100 }, null],
  ])('%s', (_, counts, finding) => expect(judgePlausibility(counts)).toBe(finding))

  it('never lets more than the larger of ten and a fifth go at once', () => {
    fc.assert(
      fc.property(fc.nat(5_000), fc.nat(5_000), fc.nat(5_000), (before, lost, now) => {
        const gone = Math.min(lost, before)
        fc.pre(gone > Math.max(10, before * 0.2))
        expect(judgePlausibility({ before, lost: gone, now, fresh: 0, shifted: 0, otherSide: null })).not.toBeNull()
      }),
    )
  })
})
