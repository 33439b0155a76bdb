import { describe, expect, it } from 'vitest'
import { recipes } from '#contract/recipes'
import { LocalDate, ZoneId } from '#contract/time'
import type { Cause, CausePart } from './cause-of.ts'
import { describeCluster, type StretchDays } from './describe-cluster.ts'

const day = (text: string) => LocalDate.parse(text)
const since: StretchDays = {
  since: day('2026-03-12'),
  until: day('2026-04-20'),
  before: day('2026-03-11'),
  after: null,
}
const systems = { left: 'Maple', right: 'Northgate' }
const common = { scope: null, days: since, fields: recipes.shifts.fields, systems, zone: ZoneId.parse('Europe/London') }

const say = (...parts: CausePart[]): string => describeCluster({ ...common, cause: { parts } })
const hourLater: Cause = {
  parts: [
    { field: 'start', minutes: 60 },
    { field: 'end', minutes: 60 },
  ],
}
const when = (days: Partial<StretchDays>, cause: Cause = hourLater): string =>
  describeCluster({ ...common, cause, days: { ...since, ...days } }).replace(/^.* in Northgate /, '')

describe('what the rows of a cluster share', () => {
  it.each<[string, CausePart[]]>([
    ['start and end 1 hour later in Northgate', [...hourLater.parts]],
    [
      'start 30 minutes later in Northgate; end 1 hour earlier in Northgate',
      [
        { field: 'start', minutes: 30 },
        { field: 'end', minutes: -60 },
      ],
    ],
    ['start 5 hours later in Northgate', [{ field: 'start', minutes: 300 }]],
    ['start 325 minutes later in Northgate', [{ field: 'start', minutes: 325 }]],
    ['end 1 day earlier in Northgate', [{ field: 'end', minutes: -1440 }]],
    ['end 1 minute later in Northgate', [{ field: 'end', minutes: 1 }]],
    ['shift “Early” in Maple is “E” in Northgate', [{ field: 'label', left: 'Early', right: 'E' }]],
    [
      'worker “Ann Example” in Maple is “Bo Invented” in Northgate',
      [
        { field: 'worker', left: 'w-1', right: 'w-2' },
        { field: 'workerName', left: 'Ann Example', right: 'Bo Invented' },
      ],
    ],
    ['worker id “w-1” in Maple is “w-9” in Northgate', [{ field: 'worker', left: 'w-1', right: 'w-9' }]],
    [
      'worker empty in Maple, filled in Northgate',
      [
        { field: 'worker', emptyOn: 'left' },
        { field: 'workerName', emptyOn: 'left' },
      ],
    ],
    [
      'start 1 hour later in Northgate; shift “A” in Maple is “B” in Northgate',
      [
        { field: 'start', minutes: 60 },
        { field: 'label', left: 'A', right: 'B' },
      ],
    ],
  ])('%s', (words, parts) => expect(say(...parts)).toBe(`${words} since 12 March`))

  it('is that one side lacks them, for whom if not for all', () => {
    const cause = { missingOn: 'left' } as const
    expect(describeCluster({ ...common, cause })).toBe('missing in Maple since 12 March')
    const scope = { by: 'resource', value: 'w-1', who: 'Ann Example' } as const
    expect(describeCluster({ ...common, cause, scope })).toBe('missing in Maple for Ann Example since 12 March')
    const label = { by: 'label', field: 'label', value: 'Night' } as const
    expect(describeCluster({ ...common, cause, scope: label })).toBe('missing in Maple for “Night” since 12 March')
  })
})

describe('since when', () => {
  it('is told from the first day to the last', () => {
    expect(when({})).toBe('since 12 March')
    expect(when({ after: day('2026-04-21') })).toBe('from 12 March to 20 April')
    expect(when({ until: day('2026-03-12'), after: day('2026-03-13') })).toBe('on 12 March')
    expect(when({ before: null, after: day('2026-04-21') })).toBe('until 20 April')
    expect(when({ before: null })).toBe('on all days compared')
    expect(when({ until: day('2027-01-04'), after: day('2027-01-05') })).toBe('from 12 March 2026 to 4 January 2027')
  })

  it('names the change of clocks that it begins with, also where no record lies on that day', () => {
    const words = 'since the clocks changed on 29 March'
    expect(when({ since: day('2026-03-29'), before: day('2026-03-28') })).toBe(words)
    expect(when({ since: day('2026-03-30'), before: day('2026-03-27') })).toBe(words)
  })

  it('names no change of clocks that lies before, or that a label has nothing to do with', () => {
    expect(when({ since: day('2026-03-30'), before: day('2026-03-29') })).toBe('since 30 March')
    const renamed: Cause = { parts: [{ field: 'label', left: 'A', right: 'B' }] }
    expect(when({ since: day('2026-03-29'), before: day('2026-03-28') }, renamed)).toBe('since 29 March')
  })
})
