import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SideName } from '#contract/ids'
import type { MemoryRecord } from '../../e2e/world/memory-side.ts'
import { benchStart, makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'

const hour = 3_600_000
let bench: SyncBench

const put = (side: SideName, key: string, change: Partial<MemoryRecord> = {}): void => {
  const span = { startMs: benchStart + 30 * hour, endMs: benchStart + 38 * hour }
  const known = bench.sides[side].records.get(key)
  bench.sides[side].records.set(key, {
    ...(known ?? { key, reference: null, ...span, label: 'Day', worker: 'w1' }),
    ...change,
  })
}
const at = (hours: number): Partial<MemoryRecord> => ({
  startMs: benchStart + (30 + hours) * hour,
  endMs: benchStart + (38 + hours) * hour,
})

beforeEach(() => {
  bench = makeSyncBench(false)
  // Pairs that name each other: a side is never empty, and one that loses a record has not lost a fifth.
  for (let n = 0; n < 12; n += 1) {
    const span = { startMs: benchStart + n * hour, endMs: benchStart + (n + 1) * hour, worker: `other${n}` }
    put('left', `m-${n}`, { ...span, reference: `p-${n}` })
    put('right', `p-${n}`, { ...span, reference: `m-${n}` })
  }
})
afterEach(() => bench.close())

const shown = () =>
  bench.shown().map(({ kind, matchedBy, leftKey, rightKey, differences }) => ({
    kind,
    matchedBy,
    keys: `${leftKey} ${rightKey}`,
    blame: differences.map(({ field, blame }) => `${field} ${blame}`),
  }))
const matched = (): string[] =>
  bench
    .matches()
    .map(({ leftGroup, rightGroup, how, explanation }) =>
      [leftGroup, rightGroup, how, explanation.score, explanation.runnerUp?.rightKey ?? 'nothing'].join(' '),
    )

describe('two records without ids', () => {
  beforeEach(async () => {
    put('left', 'm1')
    put('right', 'p1')
    await bench.sync()
  })

  it('are one pair from their first compare on, and agree', () => {
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 nothing'])
    expect(shown()).toEqual([])
  })

  it('are not kept together over a new epoch, where the same ids mean other records', async () => {
    bench.sides.right.epoch = '2'
    put('right', 'p1', { ...at(1), label: 'Of another tenant' })
    put('right', 'p2')
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p2 rule 100 p1'])
  })

  it('that move together are listed by where they stand now', async () => {
    for (const [side, key] of [
      ['left', 'm1'],
      ['right', 'p1'],
    ] as const)
      put(side, key, at(3))
    await bench.sync()
    expect(bench.matches().map(({ startMs, explanation }) => [startMs, explanation.score])).toEqual([
      [benchStart + 33 * hour, 100],
    ])
  })

  it('differ in what one of them moves, with who moved it', async () => {
    put('right', 'p1', { label: 'Night', ...at(0.5) })
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 82 nothing'])
    const blame = ['start right-moved', 'end right-moved', 'label right-moved']
    expect(shown()).toEqual([{ kind: 'differs', matchedBy: 'rule', keys: 'm1 p1', blame }])
  })

  it('come apart where one moves too far, which nobody calls deleted, and pair up again where it comes back', async () => {
    put('right', 'p1', { label: 'Night', ...at(3) })
    await bench.sync()
    expect(matched()).toEqual([])
    const alone = { matchedBy: null, blame: [] }
    expect(shown().filter(({ kind }) => kind !== 'overlap')).toEqual([
      { kind: 'only-left', keys: 'm1 null', ...alone },
      { kind: 'only-right', keys: 'null p1', ...alone },
    ])
    expect(bench.shown().flatMap(({ origin }) => origin ?? [])).toEqual([
      { how: 'never-agreed', side: null, at: null },
      { how: 'never-agreed', side: null, at: null },
    ])
    put('right', 'p1', { label: 'Day', ...at(0) })
    await bench.sync()
    expect(shown()).toEqual([])
  })

  it('leave a record behind that the other side deleted, and say so', async () => {
    bench.sides.right.records.delete('p1')
    await bench.sync()
    expect(shown()).toEqual([{ kind: 'only-left', matchedBy: null, keys: 'm1 null', blame: [] }])
    expect(bench.shown().map(({ origin }) => origin)).toMatchObject([{ how: 'deleted', side: 'right' }])
  })

  it('stay a pair while one of them cannot be read', async () => {
    put('right', 'p1', { refused: true })
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 nothing'])
    expect(bench.shown()).toMatchObject([{ kind: 'unverified', reason: 'refused-record', matchedBy: 'rule' }])
  })

  it('are no pair any more once either names another record, whatever their times say', async () => {
    put('left', 'm2', { ...at(20), worker: 'w2' })
    put('right', 'p1', { reference: 'm2' })
    await bench.sync()
    expect(matched()).toEqual([])
    expect(shown().filter(({ kind }) => kind !== 'overlap')).toMatchObject([
      { kind: 'only-left', keys: 'm1 null' },
      { kind: 'differs', matchedBy: 'reference', keys: 'm2 p1' },
    ])
  })

  it('name a runner-up as long as it is there and stands alone', async () => {
    put('right', 'p2', at(0.5))
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 p2'])
    bench.sides.right.records.delete('p2')
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 nothing'])
    put('right', 'p2', at(0.5))
    put('left', 'm2', at(0.5))
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 nothing', 'k:m2 right:p2 rule 100 nothing'])
  })

  it('stay a pair over a new epoch of a side, and agree', async () => {
    bench.sides.right.epoch = '2'
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 nothing'])
    expect(shown()).toEqual([])
  })

  it('are never double booked with each other, but each is with a third', async () => {
    put('right', 'p1', { ...at(1) })
    put('left', 'm3', { ...at(2), reference: 'p3' })
    await bench.sync()
    expect(shown().map(({ kind, keys }) => `${kind} ${keys}`)).toEqual([
      'overlap m1 p1',
      'differs m1 p1',
      'only-left m3 null',
    ])
  })
})

describe('a person’s word', () => {
  beforeEach(async () => {
    put('left', 'm1')
    put('right', 'p1')
    put('right', 'p2', at(0.5))
    await bench.sync()
  })

  it('that two records are not the same gives the left one to the runner-up shown, at once and from then on', async () => {
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 p2'])
    bench.say('m1', 'p1', 'forbid')
    expect(bench.recompare()).toBe(true)
    expect(matched()).toEqual(['k:m1 right:p2 rule 87 nothing'])
    expect(shown().filter(({ kind }) => kind !== 'overlap')).toEqual([
      { kind: 'differs', matchedBy: 'rule', keys: 'm1 p2', blame: ['start never-agreed', 'end never-agreed'] },
      { kind: 'only-right', matchedBy: null, keys: 'null p1', blame: [] },
    ])
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p2 rule 87 nothing'])
  })

  it('that changes the partner of a pair that differs blames nobody for what the new partner always said', async () => {
    put('right', 'p1', { label: 'Night' })
    put('right', 'p2', { label: 'Late' })
    await bench.sync()
    expect(shown()).toContainEqual({ kind: 'differs', matchedBy: 'rule', keys: 'm1 p1', blame: ['label right-moved'] })
    bench.say('m1', 'p2', 'pin')
    bench.recompare()
    const blame = ['start never-agreed', 'end never-agreed', 'label never-agreed']
    expect(shown()).toContainEqual({ kind: 'differs', matchedBy: 'person', keys: 'm1 p2', blame })
  })

  it('taken back lets the rule decide again', async () => {
    const before = matched()
    const shownBefore = shown()
    for (const decision of ['forbid', 'withdrawn', 'pin', 'withdrawn'] as const) {
      bench.say('m1', decision === 'pin' ? 'p2' : 'p1', decision)
      bench.recompare()
    }
    bench.say('m1', 'p2', 'withdrawn')
    await bench.sync()
    expect(matched()).toEqual(before)
    expect(shown()).toEqual(shownBefore)
  })

  it('ties what the rule would not, also a record whose id leads nowhere, until a system says otherwise', async () => {
    put('left', 'm5', { ...at(10), reference: 'p-gone' })
    put('right', 'p5', { ...at(20), worker: 'w5', reference: 'm-gone' })
    bench.say('m5', 'p5', 'pin')
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 p2', 'k:m5 k:m-gone person 10 nothing'])
    expect(shown()).toContainEqual({
      kind: 'differs',
      matchedBy: 'person',
      keys: 'm5 p5',
      blame: ['start', 'end', 'worker', 'workerName'].map((field) => `${field} never-agreed`),
    })
    put('left', 'm-gone', { ...at(20), worker: 'w5' })
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 p2'])
    expect(shown().map(({ kind, keys }) => `${kind} ${keys}`)).not.toContain('only-left m-gone null')
  })

  it('given before its records are there waits for them', async () => {
    bench.say('m7', 'p7', 'pin')
    await bench.sync()
    put('left', 'm7', at(10))
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 p2'])
    put('right', 'p7', { ...at(18), worker: 'w7' })
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p1 rule 100 p2', 'k:m7 right:p7 person 10 nothing'])
  })

  it('waits for the next compare where one side has been read without the other', async () => {
    bench.sides.right.fault = { kind: 'fails-after', pages: 0 }
    await bench.sync()
    bench.say('m1', 'p1', 'forbid')
    expect(bench.recompare()).toBe(false)
    bench.sides.right.fault = { kind: 'none' }
    await bench.sync()
    expect(matched()).toEqual(['k:m1 right:p2 rule 87 nothing'])
  })
})
