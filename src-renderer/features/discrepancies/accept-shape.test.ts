import { describe, expect, it } from 'vitest'
import { ClusterId, CompareId } from '#contract/ids'
import { Instant, ZoneId } from '#contract/time'
import { fakeDecisions } from '../../testing/fake-decisions.ts'
import { fakeRow } from '../../testing/fake-rows.ts'
import {
  changedWords,
  comesBackWords,
  firstDate,
  isMany,
  targetKey,
  targetOfCluster,
  targetOfListed,
  targetOfRow,
  targetOfRows,
  untilOf,
} from './accept-shape.ts'

const now = Instant.parse('2026-03-28T10:15:00.000Z')
const seen = { at: now, compares: [CompareId.parse('fake.p-1.1')] }
const zone = ZoneId.parse('Europe/London')
const until = (expiry: 'moved' | 'day' | 'week' | 'month' | 'date', date = '') => untilOf({ expiry, date, zone }, now)

describe('until when a difference is accepted', () => {
  it('ends at the same time of the facility’s day, also where its clocks change in between', () => {
    expect([until('day'), until('week'), until('month')]).toEqual([
      { until: '2026-03-29T09:15:00.000Z' },
      { until: '2026-04-04T09:15:00.000Z' },
      { until: '2026-04-28T09:15:00.000Z' },
    ])
  })

  it('ends at the beginning of the day that was picked', () => {
    expect(until('date', '2026-03-30')).toEqual({ until: '2026-03-29T23:00:00.000Z' })
  })

  it('has no end of its own where only a moved value ends it', () => {
    expect(until('moved')).toEqual({ until: null })
  })

  it('refuses a day that has begun and a date that is none', () => {
    expect(['2026-03-28', '2020-01-01', ''].map((date) => 'problem' in until('date', date))).toEqual([true, true, true])
    expect(firstDate(zone, now)).toBe('2026-03-29')
  })

  it('says on the facility’s clock when it comes back, and that a moved value brings it back earlier', () => {
    const target = targetOfRow(fakeRow(0, now), now)
    expect([null, Instant.parse('2026-03-29T09:15:00.000Z')].map((end) => comesBackWords(end, target, now))).toEqual([
      'It comes back as soon as one of its values moves in Alder or Northgate rota.',
      'It comes back on Sun 29 Mar 10:15 BST, or earlier as soon as one of its values moves in Alder or Northgate rota.',
    ])
  })
})

describe('what a decision is about', () => {
  const row = fakeRow(0, now)
  const later = { ...row, bornIn: CompareId.parse('fake.p-1.2') }

  it('is a row since when it says this, so that it is left alone where it changes', () => {
    const { pairingId, fingerprint, bornIn } = row
    expect(targetOfRow(row, now)).toMatchObject({
      of: { by: 'fingerprint', rows: [{ pairingId, fingerprint, bornIn }] },
    })
    expect(changedWords(targetOfRow(row, now), 1)).toMatch(
      /^It changed since you opened this, so nothing was accepted;/,
    )
  })

  it('is a group as of the compare at which it was counted', () => {
    const rows = Array.from({ length: 900 }, (_, index) => fakeRow(index, now))
    const [cluster] = fakeDecisions({ rows, now, tell: () => {} }).clusters({})
    if (!cluster) throw new Error('no group')
    const listed = { cluster, filter: { facilityId: cluster.facilityId }, count: cluster.rows, seen }
    const target = targetOfCluster(listed)
    const of = { by: 'cluster', pairingId: cluster.pairingId, clusterId: cluster.id, compareId: cluster.compareId }
    expect(target).toMatchObject({ of, count: cluster.rows })
    expect(changedWords(target, 1900)).toMatch(/^1,900 changed or came since you saw them; look at them again[.]/)
  })

  it('is only what a filter left of a group, so that no more is accepted than was counted', () => {
    const rows = Array.from({ length: 900 }, (_, index) => fakeRow(index, now))
    const [cluster] = fakeDecisions({ rows, now, tell: () => {} }).clusters({})
    if (!cluster) throw new Error('no group')
    const filter = { assignedTo: null, facilityId: cluster.facilityId }
    const target = targetOfCluster({ cluster, filter, count: 3, seen })
    expect(target).toMatchObject({
      of: { by: 'filter', filter: { ...filter, clusterId: cluster.id }, except: [], seen },
      count: 3,
    })
    expect(target.title).toMatch(/: the 3 of it that match the filters$/)
  })

  it('is rows of several pairings at once, each since when it says this, and names no system where they are several', () => {
    const rows = [fakeRow(0, now), fakeRow(1, now)]
    const warsaw = ZoneId.parse('Europe/Warsaw')
    const target = targetOfRows(rows, warsaw)
    expect(target).toMatchObject({
      of: { rows: [{ pairingId: 'p-1' }, { pairingId: 'p-2' }] },
      count: 2,
      zone: warsaw,
      systems: 'Alder or Northgate rota',
    })
    expect(targetOfRows([fakeRow(0, now), { ...fakeRow(1, now), leftSystem: 'Other' }], warsaw).systems).toBe(
      'either system',
    )
  })

  it('is all that the list held but what was left out, as of when it was read', () => {
    const { pairingId, fingerprint } = row
    const target = targetOfListed(
      { filter: { kinds: ['differs'] }, except: [row], seen, count: 99_999, groups: [{ rows: 18 }] },
      ZoneId.parse('UTC'),
    )
    expect(target).toMatchObject({
      of: { by: 'filter', filter: { kinds: ['differs'] }, except: [{ pairingId, fingerprint }], seen },
      count: 99_999,
      title: '99,999 discrepancies: all that match the filters but 1',
      grouped: '18 of them share one cause.',
    })
    expect(isMany(target)).toBe(true)
  })

  it('says how many of them share a cause, so that nobody accepts a group unawares', () => {
    const utc = ZoneId.parse('UTC')
    const of = (...clusters: (string | null)[]): string =>
      targetOfRows(
        clusters.map((id, place) => ({ ...fakeRow(place, now), clusterId: id === null ? null : ClusterId.parse(id) })),
        utc,
      ).grouped
    expect([of(null, null), of(null, 'c-1'), of('c-1', 'c-1', null), of('c-1', 'c-1', 'c-2')]).toEqual([
      '',
      '1 of them belongs to a group of one cause.',
      '2 of them share one cause.',
      '3 of them stand in 2 groups, each of one cause.',
    ])
  })

  it('has the same key however it changed, so that what was written about it is offered again', () => {
    expect(targetKey(targetOfRow(later, now))).toBe(targetKey(targetOfRow(row, now)))
    expect(targetKey(targetOfRow(fakeRow(1, now), now))).not.toBe(targetKey(targetOfRow(row, now)))
  })
})
