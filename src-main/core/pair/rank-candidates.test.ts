import { expect, it } from 'vitest'
import { RecordKey, ResourceKey } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { rankCandidates } from './rank-candidates.ts'
import type { LoneRecord } from './weigh-match.ts'

const hour = 3_600_000

const record = (key: string, worker: string | null, startHour: number): LoneRecord => ({
  key: RecordKey.parse(key),
  resource: worker === null ? null : ResourceKey.parse(worker),
  startMs: startHour * hour,
  endMs: (startHour + 8) * hour,
  fields: { label: 'Day', requirements: 'RN' },
  state: 'read',
  unnamed: true,
})

const ranked = (others: LoneRecord[]): string[] =>
  rankCandidates(record('m-1', 'w-1', 100), others, recipes.shifts).map((one) => `${one.candidate.key} ${one.score}`)

it('shows the best first and leaves out what hardly shares anything', () => {
  expect(
    ranked([
      record('r-far-other', 'w-2', 120),
      record('r-open', null, 100),
      record('r-moved', 'w-1', 101),
      record('r-same', 'w-1', 100),
      record('r-tomorrow', 'w-1', 124),
    ]),
  ).toEqual(['r-same 100', 'r-moved 75', 'r-open 60', 'r-tomorrow 50'])
})

it('puts the nearer of equal ones first, then the lower key, in whatever order they come', () => {
  const others = [record('r-3', 'w-1', 110), record('r-2', 'w-1', 90), record('r-1', 'w-1', 105)]
  const order = ['r-1 50', 'r-2 50', 'r-3 50']
  expect(ranked(others)).toEqual(order)
  expect(ranked(others.toReversed())).toEqual(order)
})

it('shows 20 at most', () => {
  const many = Array.from({ length: 30 }, (_, n) => record(`r-${n}`, 'w-1', 100 + n))
  expect(ranked(many)).toHaveLength(20)
  expect(ranked(many)[0]).toBe('r-0 100')
})
