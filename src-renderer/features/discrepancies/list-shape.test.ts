import { describe, expect, it } from 'vitest'
import { Instant } from '#contract/time'
import { rowText } from '../../format/row-words.ts'
import { fakeDecisions } from '../../testing/fake-decisions.ts'
import { fakeRow } from '../../testing/fake-rows.ts'
import { fakePairings } from '../../testing/fake-states.ts'
import { acceptanceWords, clusterCells, kindChips, lineOf, markOn, sideWarnings, totalWords } from './list-shape.ts'

const now = Instant.parse('2026-11-21T10:00:00.000Z')

const all = Array.from({ length: 800 }, (_, index) => fakeRow(index, now))
const clusters = fakeDecisions({ rows: all, now, tell: () => {} }).clusters({})
const [first] = clusters

describe('groups of one cause above the rows', () => {
  it('counts rows and groups so that both add up to the whole', () => {
    const of = (rows: number, groups = clusters) =>
      totalWords({ rows, clusters: groups, filtered: false, accepted: false })
    expect([of(12), of(1, clusters.slice(0, 1)), of(0), of(12, [])]).toEqual([
      '57 discrepancies: 12 rows and 2 groups with 45',
      '37 discrepancies: 1 row and 1 group of 36',
      '45 discrepancies: 0 rows and 2 groups with 45',
      '12 discrepancies',
    ])
    expect(totalWords({ rows: 1, clusters: [], filtered: true, accepted: true })).toBe(
      '1 accepted discrepancy under these filters',
    )
  })

  it('keeps the mark on its group and its row while groups come and go', () => {
    const last = clusters[1]
    expect([lineOf(markOn(1, clusters), clusters, 12), lineOf(markOn(1, clusters), last ? [last] : [], 12)]).toEqual([
      1, 0,
    ])
    expect([lineOf(markOn(4, clusters), clusters, 12), lineOf(markOn(4, clusters), [], 12)]).toEqual([4, 2])
    expect(lineOf(markOn(0, clusters), [], 12)).toBeNull()
  })

  it('moves the mark up where the last row went', () => {
    expect([lineOf({ row: 12 }, clusters, 12), lineOf({ row: 0 }, clusters, 0)]).toEqual([13, null])
  })

  it('says of how many that could have shown it a group holds, and over which days', () => {
    expect(first && clusterCells(first, now)).toMatchObject({
      kind: 'Group of 36',
      share: '36 of 38',
      when: 'Sat 21 Nov to Fri 27 Nov',
      title: 'Start 15 minutes later in Northgate rota since 12 November',
    })
  })
})

it('says in one line who accepted a row, until when and why', () => {
  const acceptance = { reason: 'Agreed by phone.', by: 'Ada Sample', at: now, until: null }
  const { zone } = fakeRow(0, now)
  expect([null, now].map((until) => acceptanceWords({ ...acceptance, until }, zone, now))).toEqual([
    'Ada Sample, until changed: Agreed by phone.',
    'Ada Sample, until Sat 21 Nov 10:00: Agreed by phone.',
  ])
})

describe('the list around it', () => {
  it('copies a row with the systems’ own names and ids, apart by tabs', () => {
    const cells = rowText({ ...fakeRow(0, now), kind: 'only-left' }, now).split('\t')
    expect(cells[0]).toBe('Missing in Northgate rota')
    expect(cells.at(-1)).toMatch(/^Northgate rota: /)
  })

  it('copies last that the pair of a row is a guess or a person’s word, and nothing where ids say it', () => {
    const last = (['rule', 'person', 'reference'] as const).map((matchedBy) =>
      rowText({ ...fakeRow(0, now), kind: 'differs', matchedBy }, now)
        .split('\t')
        .at(-1),
    )
    expect(last).toEqual([
      'matched by rule (a guess)',
      'matched by a person',
      expect.stringMatching(/^Northgate rota: /),
    ])
  })

  it('offers the kinds that occur and those picked, named by the systems in view', () => {
    const counts = { total: 3, accepted: 0, byKind: { 'only-left': 3 }, byFacility: [] }
    const chips = kindChips(counts, ['duplicate'], fakePairings(now, 'usual', 3))
    expect(chips.map(({ words, count, picked }) => [words, count, picked])).toEqual([
      ['Missing in Northgate rota', 3, false],
      ['Duplicate', 0, true],
    ])
  })

  it('warns of failing sides before partly read ones, and of nothing where all is read', () => {
    expect(sideWarnings(fakePairings(now, 'failing', 3)).map(({ problem }) => problem)).toEqual([
      'failed',
      'failed',
      'partial',
      'partial',
    ])
    expect(sideWarnings(fakePairings(now, 'usual', 3))).toEqual([])
  })
})
