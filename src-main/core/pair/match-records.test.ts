import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RecordKey, ResourceKey } from '#contract/ids'
import type { KeyPair } from '#contract/matches'
import { recipes } from '#contract/recipes'
import { type MatchInput, matchRecords } from './match-records.ts'
import { type LoneRecord, ruleScore, weighMatch } from './weigh-match.ts'

const hour = 3_600_000
const eight = 8 * hour
const ground = recipes.shifts

function shift(key: string, change: Partial<LoneRecord> & { worker?: string | null; label?: string } = {}): LoneRecord {
  const { worker = 'w1', label = 'Day', ...rest } = change
  return {
    key: RecordKey.parse(key),
    resource: worker === null ? null : ResourceKey.parse(worker),
    startMs: eight,
    endMs: 2 * eight,
    fields: { label, requirements: 'RN' },
    state: 'read',
    unnamed: true,
    ...rest,
  }
}
const later = (hours: number): Partial<LoneRecord> => ({
  startMs: eight + hours * hour,
  endMs: 2 * eight + hours * hour,
})
const pair = (left: string, right: string): KeyPair => ({
  leftKey: RecordKey.parse(left),
  rightKey: RecordKey.parse(right),
})
const none = { pinned: [], forbidden: [], standing: [] }
const match = (input: Partial<MatchInput> & Pick<MatchInput, 'lefts' | 'rights'>) =>
  matchRecords({ ...ground, ...none, ...input })
const pairs = (input: Partial<MatchInput> & Pick<MatchInput, 'lefts' | 'rights'>): string[] =>
  match(input).map(({ leftKey, rightKey, how }) => `${leftKey} ${rightKey} ${how}`)

describe('two records without a cross reference', () => {
  it('are matched by worker and time, and the explanation says what each key gave', () => {
    expect(match({ lefts: [shift('m1')], rights: [shift('p1', { ...later(1), label: 'Night' })] })).toEqual([
      {
        ...pair('m1', 'p1'),
        how: 'rule',
        explanation: {
          score: 70,
          atLeast: 60,
          keys: [
            { key: 'resource', label: 'Worker', points: 40, of: 40 },
            { key: 'start', label: 'Start', points: 15, of: 30 },
            { key: 'end', label: 'End', points: 10, of: 20 },
            { key: 'label', label: 'Shift', points: 0, of: 5 },
            { key: 'requirements', label: 'Requirements', points: 5, of: 5 },
          ],
          runnerUp: null,
        },
      },
    ])
  })

  it('give full points for a time only where it is the same instant', () => {
    const { keys } = weighMatch(shift('m1'), shift('p1', { startMs: eight + 1, endMs: 2 * eight - 1 }), ground)
    expect(keys.map(({ key, points }) => [key, points])).toEqual([
      ['resource', 40],
      ['start', 29],
      ['end', 19],
      ['label', 5],
      ['requirements', 5],
    ])
  })

  it('are matched without a worker on a side only where everything else is the same', () => {
    const open = shift('m1', { worker: null })
    expect(pairs({ lefts: [open], rights: [shift('p1', { worker: null })] })).toEqual(['m1 p1 rule'])
    expect(pairs({ lefts: [open], rights: [shift('p1')] })).toEqual(['m1 p1 rule'])
    expect(pairs({ lefts: [shift('m1')], rights: [shift('p1', { worker: null })] })).toEqual(['m1 p1 rule'])
    expect(pairs({ lefts: [open], rights: [shift('p1', { worker: null, label: 'Night' })] })).toEqual([])
    expect(pairs({ lefts: [open], rights: [shift('p1', { worker: null, startMs: eight + 1 })] })).toEqual([])
  })

  it('are not matched for two different workers, two hours apart, or where a system says what one belongs to', () => {
    const lefts = [shift('m1')]
    expect(pairs({ lefts, rights: [shift('p1', { worker: 'w2' })] })).toEqual([])
    expect(pairs({ lefts, rights: [shift('p1', later(2))] })).toEqual([])
    expect(pairs({ lefts, rights: [shift('p1', { unnamed: false })] })).toEqual([])
    expect(pairs({ lefts: [shift('m1', { unnamed: false })], rights: [shift('p1')] })).toEqual([])
    expect(pairs({ lefts, rights: [shift('p1', { state: 'refused' })] })).toEqual([])
  })

  it('go to the better of two, and the other is named as what would come next', () => {
    const rights = [shift('p1', later(1)), shift('p2')]
    const [found] = match({ lefts: [shift('m1')], rights })
    expect(found).toMatchObject({ ...pair('m1', 'p2'), explanation: { runnerUp: { rightKey: 'p1', score: 75 } } })
  })
})

describe('what stands from before', () => {
  const lefts = [shift('m1')]
  const standing = match({ lefts, rights: [shift('p1', later(1))] })

  it('is kept when a better one comes, which is named as the runner-up', () => {
    const [found] = match({ lefts, rights: [shift('p1', later(1)), shift('p2')], standing })
    expect(found).toMatchObject({ ...pair('m1', 'p1'), explanation: { runnerUp: { rightKey: 'p2', score: 100 } } })
  })

  it('is kept for another worker while all else is the same, and let go below the limit', () => {
    const reassigned = shift('p1', { worker: 'w2' })
    expect(pairs({ lefts, rights: [reassigned], standing })).toEqual(['m1 p1 rule'])
    expect(pairs({ lefts, rights: [{ ...reassigned, ...later(1) }], standing })).toEqual([])
  })

  it('is kept with its points while a record cannot be read, and let go once a system says what it belongs to', () => {
    const refused = shift('p1', { state: 'refused', worker: null, fields: {} })
    expect(match({ lefts, rights: [refused], standing })).toEqual(standing)
    expect(pairs({ lefts, rights: [shift('p1', { unnamed: false })], standing })).toEqual([])
  })

  it('by a person holds only while the person says so', () => {
    const rights = [shift('p1', { worker: 'w2' })]
    const pinned = match({ lefts, rights, pinned: [pair('m1', 'p1')] })
    expect(pinned).toMatchObject([{ how: 'person', explanation: { score: 60 } }])
    expect(pairs({ lefts, rights, standing: pinned })).toEqual([])
  })
})

describe('a person', () => {
  it('ties any two records, whatever the rule or a system says of them, and takes a standing match apart', () => {
    const lefts = [shift('m1', { unnamed: false }), shift('m2')]
    const rights = [shift('p1', { ...later(50), worker: 'w9' })]
    expect(pairs({ lefts, rights, pinned: [pair('m1', 'p1')] })).toEqual(['m1 p1 person'])
    const stood = match({ lefts: [shift('m2')], rights: [shift('p2')] })
    expect(
      pairs({ lefts, rights: [shift('p2')], standing: stood, pinned: [pair('m1', 'p2')] }),
      'the rule’s partner stands alone',
    ).toEqual(['m1 p2 person'])
  })

  it('is taken at the newer word where two tie the same record', () => {
    const pinned = [pair('m1', 'p2'), pair('m1', 'p1')]
    expect(pairs({ lefts: [shift('m1')], rights: [shift('p1'), shift('p2')], pinned })).toEqual(['m1 p2 person'])
  })

  it('keeps two records apart that the rule would match, or has matched', () => {
    const lefts = [shift('m1')]
    const rights = [shift('p1')]
    const forbidden = [pair('m1', 'p1')]
    expect(pairs({ lefts, rights, forbidden })).toEqual([])
    expect(pairs({ lefts, rights, forbidden, standing: match({ lefts, rights }) })).toEqual([])
  })
})

const anyRecords = (prefix: string): fc.Arbitrary<LoneRecord[]> =>
  fc
    .array(
      fc.record({
        worker: fc.constantFrom('w1', 'w1', 'w2', null),
        quarters: fc.integer({ min: 0, max: 10 }),
        longer: fc.integer({ min: 0, max: 2 }),
        label: fc.constantFrom('Day', 'Day', 'Night'),
        unnamed: fc.constantFrom(true, true, true, false),
        state: fc.constantFrom<LoneRecord['state']>('read', 'read', 'read', 'read', 'refused'),
      }),
      { maxLength: 9 },
    )
    .map((all) =>
      all.map(({ quarters, longer, ...one }, n) =>
        shift(`${prefix}${n}`, {
          ...one,
          startMs: eight + (quarters * hour) / 4,
          endMs: 2 * eight + ((quarters + longer) * hour) / 4,
        }),
      ),
    )
const anyPairs = fc.array(
  fc.tuple(fc.nat(8), fc.nat(8)).map(([l, r]) => pair(`m${l}`, `p${r}`)),
  { maxLength: 3 },
)
/** Pins as the ledger holds them: no record in two of them, none forbidden at the same time. */
const anyInput: fc.Arbitrary<MatchInput> = fc
  .record({ lefts: anyRecords('m'), rights: anyRecords('p'), pins: anyPairs, forbidden: anyPairs, earlier: anyPairs })
  .map(({ pins, forbidden, earlier, ...records }) => {
    const base = { ...ground, ...records, ...none }
    const standing = earlier
      .flatMap((one) => matchRecords({ ...base, pinned: [one] }))
      .filter(({ how, explanation }) => how === 'person' && explanation.score >= ground.match.atLeast)
    const apart = <T extends KeyPair>(all: readonly T[]): T[] =>
      all.filter(
        (one, n) => !all.slice(0, n).some((other) => other.leftKey === one.leftKey || other.rightKey === one.rightKey),
      )
    const pinned = apart(pins)
    const free = forbidden.filter(
      (one) => !pinned.some(({ leftKey, rightKey }) => leftKey === one.leftKey && rightKey === one.rightKey),
    )
    return { ...base, pinned, forbidden: free, standing: apart(standing).map((one) => ({ ...one, how: 'rule' })) }
  })

describe('whatever the records', () => {
  it('the points of the keys add up to the score, and the rule’s own matches reach the limit', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        for (const { how, explanation } of matchRecords(input)) {
          expect(explanation.keys.reduce((sum, { points }) => sum + points, 0)).toBe(explanation.score)
          expect(
            explanation.keys.every(({ points, of }) => Number.isInteger(points) && points >= 0 && points <= of),
          ).toBe(true)
          if (how === 'rule') expect(explanation.score).toBeGreaterThanOrEqual(explanation.atLeast)
        }
      }),
    )
  })

  it('forbidding a match yields exactly the runner-up that was shown, with its score', () => {
    const met = { runnersUp: 0, none: 0 }
    fc.assert(
      fc.property(anyInput, (input) => {
        const standing = matchRecords(input)
        for (const { leftKey, rightKey, explanation } of standing) {
          const forbidden = [...input.forbidden, { leftKey, rightKey }]
          const pinned = input.pinned.filter((one) => one.leftKey !== leftKey || one.rightKey !== rightKey)
          const next = matchRecords({ ...input, standing, pinned, forbidden }).find((one) => one.leftKey === leftKey)
          expect(next ? { rightKey: next.rightKey, score: next.explanation.score } : null).toEqual(explanation.runnerUp)
          met[next ? 'runnersUp' : 'none'] += 1
        }
      }),
      { numRuns: 500 },
    )
    expect(Math.min(met.runnersUp, met.none)).toBeGreaterThan(50)
  })

  it('the order in which records and matches come changes nothing', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const reversed = { lefts: input.lefts.toReversed(), rights: input.rights.toReversed() }
        const again = matchRecords({ ...input, ...reversed, standing: input.standing.toReversed() })
        expect(again).toEqual(matchRecords(input))
      }),
    )
  })

  it('what is matched stays matched while nothing changes', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const standing = matchRecords(input)
        expect(matchRecords({ ...input, standing })).toEqual(standing)
      }),
    )
  })

  it('no two records are left alone that the rule may match', () => {
    fc.assert(
      fc.property(anyInput, (input) => {
        const matched = matchRecords(input)
        const alone = {
          left: input.lefts.filter(({ key }) => !matched.some(({ leftKey }) => leftKey === key)),
          right: input.rights.filter(({ key }) => !matched.some(({ rightKey }) => rightKey === key)),
        }
        const apart = (l: LoneRecord, r: LoneRecord): boolean =>
          input.forbidden.some(({ leftKey, rightKey }) => leftKey === l.key && rightKey === r.key)
        const missed = alone.left.flatMap((l) => alone.right.filter((r) => !apart(l, r) && ruleScore(l, r, ground)))
        expect(missed).toEqual([])
      }),
    )
  })
})

/** How often anything looks into records while they are matched. */
function looksInto(count: number, worker: string | null): number {
  let looks = 0
  const counted = (prefix: string): LoneRecord[] =>
    Array.from({ length: count }, (_, n) => {
      const { fields, ...one } = shift(`${prefix}${n}`, { worker, ...later(n % 5) })
      const get = (): LoneRecord['fields'] => {
        looks += 1
        return fields
      }
      return Object.defineProperty(one, 'fields', { get }) as LoneRecord
    })
  const found = match({ lefts: counted('m'), rights: counted('p') })
  expect(found).toHaveLength(count)
  return looks
}

it.each([null, 'agency'])('twice as many records alike, booked for %s, take twice the looking', (worker) => {
  expect(looksInto(400, worker)).toBeLessThan(2.2 * looksInto(200, worker))
})
