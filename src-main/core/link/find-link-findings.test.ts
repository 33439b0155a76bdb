import { describe, expect, it } from 'vitest'
import { RecordKey, type SideName } from '#contract/ids'
import { Instant, ZoneId } from '#contract/time'
import { findLinkFindings, type LinkedRecord, type LinkInput } from './find-link-findings.ts'

const until = Instant.parse('2026-11-21T09:14:00.000Z')
const key = (text: string) => RecordKey.parse(text)

/** A record of the side its id begins with: `m-` for the left one, `r-` for the right one. */
function record(id: string, names: string | null, more: { former?: string; readable?: boolean } = {}): LinkedRecord {
  return {
    side: id.startsWith('m-') ? 'left' : 'right',
    key: key(id),
    reference: names === null ? null : key(names),
    former: more.former === undefined ? null : { reference: key(more.former), until },
    readable: more.readable ?? true,
  }
}

const none: Record<SideName, ReadonlySet<RecordKey>> = { left: new Set(), right: new Set() }

function find(records: LinkedRecord[], around: LinkedRecord[] = [], more: Partial<LinkInput> = {}): string[] {
  const found = findLinkFindings({
    records,
    around,
    foreign: none,
    naming: { left: true, right: true },
    systems: { left: 'Maple', right: 'Northgate' },
    zone: ZoneId.parse('Europe/London'),
    ...more,
  })
  return found.map((one) => `${one.kind} ${one.side} ${one.key}: ${one.tell}`)
}

it('finds nothing where both name each other', () => {
  expect(find([record('m-1', 'r-1'), record('r-1', 'm-1')])).toEqual([])
})

it('names 20 ids of a crowd that names the same, and how many more there are', () => {
  const many = Array.from({ length: 2_000 }, (_, n) => record(`r-${1_000 + n}`, 'm-none'))
  const foreign = { ...none, right: new Set(many.map((one) => one.key)) }
  const [doubled, ...others] = find(many.slice(0, 20), many, { foreign })
  expect(others).toEqual([expect.stringMatching(/^foreign right r-1000: /)])
  expect(doubled).toContain('r-1018, r-1019 and 1980 more at Northgate all name m-none of Maple.')
  expect(doubled).not.toContain('r-1020')
})

describe('a lost id', () => {
  const tell =
    'lost right r-1: m-1 at Maple names r-1 of Northgate, which names nothing back. Enter m-1 at r-1 in Northgate, so that both stay tied.'

  it('is told of the record that names nothing back, from whichever end it is looked at', () => {
    const [m, r] = [record('m-1', 'r-1'), record('r-1', null)]
    expect(find([m], [r])).toEqual([tell])
    expect(find([r], [m])).toEqual([tell])
    expect(find([m, r])).toEqual([tell])
  })

  it('is told with the moment it went, also where nothing names the record any more', () => {
    const since =
      'lost right r-1: r-1 at Northgate named m-1 of Maple until 21 November 09:14 and names nothing since. Enter m-1 there again, so that both stay tied.'
    const lost = record('r-1', null, { former: 'm-1' })
    expect(find([record('m-1', 'r-1'), lost])).toEqual([since])
    expect(find([lost], [record('m-1', null)])).toEqual([since])
  })

  it('is nothing to mend where the named record is gone, or another took its place', () => {
    const lost = record('r-1', null, { former: 'm-1' })
    expect(find([lost])).toEqual([])
    expect(find([lost], [record('m-1', 'r-2'), record('r-2', 'm-1')])).toEqual([])
  })

  it('is not claimed where that side names no ids at all, or the record could not be read', () => {
    const m = record('m-1', 'r-1')
    expect(find([m, record('r-1', null)], [], { naming: { left: true, right: false } })).toEqual([])
    expect(find([m, record('r-1', null, { readable: false, former: 'm-1' })])).toEqual([])
  })
})

describe('a doubled id', () => {
  it('names the records and says which one is named back', () => {
    const [m, r1, r2] = [record('m-1', 'r-1'), record('r-1', 'm-1'), record('r-2', 'm-1')]
    const tell =
      'doubled right r-1: r-1 and r-2 at Northgate both name m-1 of Maple. m-1 names r-1 back: correct the id at r-2.'
    expect(find([m, r1, r2])).toEqual([tell])
    expect(find([r2], [m, r1])).toEqual([tell])
    expect(find([m], [r1, r2])).toEqual([tell])
  })

  it('of three, or of a record that names nothing back, leaves the choice to the person', () => {
    expect(find([record('r-1', 'm-1'), record('r-2', 'm-1'), record('r-3', 'm-1')], [record('m-1', null)])).toEqual([
      'doubled right r-1: r-1, r-2 and r-3 at Northgate all name m-1 of Maple. Only one of them can be the same: correct the id at the others.',
    ])
    expect(find([record('m-1', 'r-1'), record('m-2', 'r-1')])).toEqual([
      'doubled left m-1: m-1 and m-2 at Maple both name r-1 of Northgate. Only one of them can be the same: correct the id at the other.',
    ])
  })
})

it('a foreign id is told of the record that names it', () => {
  const tell =
    'foreign left m-1: m-1 at Maple names r-99, but the newest complete read of Northgate holds no r-99. Correct the id at Maple, or look for r-99 in Northgate.'
  expect(find([record('m-1', 'r-99')], [], { foreign: { ...none, left: new Set([key('m-1')]) } })).toEqual([tell])
  expect(find([record('m-1', 'r-99')])).toEqual([])
})

describe('an id named one way', () => {
  const tell =
    'one-way left m-1: m-1 at Maple names r-1 of Northgate, which names m-7 instead. Find out which of both is right, and correct the id at the other.'

  it('is told of the record that names, from whichever end it is looked at', () => {
    const [m, r] = [record('m-1', 'r-1'), record('r-1', 'm-7')]
    expect(find([m], [r])).toEqual([tell])
    expect(find([r], [m])).toEqual([tell])
  })

  it('is told in both ways where ids are crossed', () => {
    const crossed = [record('m-1', 'r-1'), record('m-2', 'r-2'), record('r-1', 'm-2'), record('r-2', 'm-1')]
    expect(find([crossed[0] as LinkedRecord], crossed)).toEqual([
      'one-way left m-1: m-1 at Maple names r-1 of Northgate, which names m-2 instead. Find out which of both is right, and correct the id at the other.',
      'one-way right r-2: r-2 at Northgate names m-1 of Maple, which names r-1 instead. Find out which of both is right, and correct the id at the other.',
    ])
  })
})
