import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DiscrepancyKind } from '#contract/discrepancies'
import { ClusterId, OperatorId, PairingId, ResourceKey } from '#contract/ids'
import { fromMs, Instant, type Span, toMs } from '#contract/time'
import { makeSyncBench, type SyncBench } from '../../e2e/world/sync-bench.ts'
import { makeDice } from '../demo/dice.ts'
import { countGroups, pickGroups, recountOpen, sumBy, sumOpen } from './discrepancy-count-store.ts'
import type { StoredFilter } from './discrepancy-filter.ts'
import { listDiscrepancies, positionOf, windowSql } from './discrepancy-list-store.ts'
import type { StoredOrder } from './discrepancy-order.ts'

let bench: SyncBench
beforeEach(() => (bench = makeSyncBench(false)))
afterEach(() => bench.close())

const now = Instant.parse('2026-11-21T12:00:00.000Z')
const hour = 3_600_000
const pairings = ['p-house', 'p-clinic', 'p-home'].map((id) => PairingId.parse(id))
const [many, few] = [ClusterId.parse('c-many'), ClusterId.parse('c-few')]
const [ada, bob] = [OperatorId.parse('o-ada'), OperatorId.parse('o-bob')]
const [lane, other] = [ResourceKey.parse('w-1'), ResourceKey.parse('w-2')]
const words = ['night ward', 'early 100 %', 'quilla_invented']

type Planted = {
  id: number
  pairing: PairingId
  kind: DiscrepancyKind
  startMs: number
  endMs: number
  resource: ResourceKey | null
  assignedTo: OperatorId | null
  firstSeenAt: Instant
  acceptedUntil: Instant | null
  cluster: ClusterId | null
  search: string
  ended: boolean
}

/** Stores so many discrepancies, of which only what lists look at is told: two kinds and one cluster are rare. */
function plantMany(count: number): Planted[] {
  const dice = makeDice(11)
  const insert = bench.db.sql.prepare(
    `INSERT INTO discrepancy (id, pairing_id, fingerprint, group_key, kind, differences, start_ms, end_ms, who, label, search,
       first_seen_at, first_compare, born, ended, closed, accepted_until, cluster_id, resource, assigned_to)
     VALUES (:id, :pairing, 'f-' || :id, '', :kind, '[]', :startMs, :endMs, '', '', :search, :firstSeenAt, 1, 1,
       :endedAt, :closed, :acceptedUntil, :cluster, :resource, :assignedTo)`,
  )
  const planted = Array.from({ length: count }, (_, n): Planted => {
    const startMs = toMs(now) + dice.int(-50, 50) * hour
    return {
      id: n + 1,
      pairing: dice.pick(pairings),
      kind: dice.percent(3) ? dice.pick(['overlap', 'duplicate']) : dice.pick(['differs', 'only-left', 'only-right']),
      startMs,
      endMs: startMs + dice.int(0, 9) * hour,
      resource: dice.pick([lane, other, null]),
      assignedTo: dice.percent(70) ? null : dice.pick([ada, bob]),
      firstSeenAt: fromMs(startMs - dice.int(0, 9) * hour),
      acceptedUntil: dice.percent(90) ? null : dice.pick([now, fromMs(toMs(now) + 1), fromMs(toMs(now) - 1)]),
      cluster: dice.percent(1) ? few : dice.pick([many, null]),
      search: dice.pick(words),
      ended: dice.percent(10),
    }
  })
  for (const { ended, ...row } of planted) {
    insert.run({ ...row, endedAt: ended ? 2 : null, closed: ended ? 'resolved' : null })
  }
  for (const pairing of pairings) recountOpen(bench.db, pairing)
  return planted
}

/** A span without length counts as its start. */
const meets = ({ startMs, endMs }: Planted, { start, end }: Span): boolean =>
  startMs < toMs(end) && (endMs > toMs(start) || startMs === toMs(start))

const passes = (one: Planted, filter: StoredFilter): boolean =>
  !one.ended &&
  filter.pairings.includes(one.pairing) &&
  (one.acceptedUntil !== null && one.acceptedUntil > now) === (filter.accepted === true) &&
  (!filter.kinds || filter.kinds.length === 0 || filter.kinds.includes(one.kind)) &&
  (filter.clusterId === undefined || one.cluster === filter.clusterId) &&
  (filter.outsideClusters !== true || one.cluster === null) &&
  (filter.resource === undefined || one.resource === filter.resource) &&
  (filter.assignedTo === undefined || one.assignedTo === filter.assignedTo) &&
  (filter.within === undefined || meets(one, filter.within)) &&
  (filter.text === undefined || one.search.includes(filter.text.trim().toLowerCase()))

const sorted = (rows: readonly Planted[], order: StoredOrder): Planted[] =>
  rows.toSorted((a, b) =>
    order === 'time' ? a.startMs - b.startMs || a.id - b.id : toMs(b.firstSeenAt) - toMs(a.firstSeenAt) || b.id - a.id,
  )

const spanOf = (from: number, to: number): Span => ({
  start: fromMs(toMs(now) + from * hour),
  end: fromMs(toMs(now) + to * hour),
})

const filters: readonly Partial<StoredFilter>[] = [
  {},
  { pairings: [] },
  { pairings: pairings.slice(0, 1) },
  { accepted: true },
  { accepted: false, kinds: [] },
  { kinds: ['differs'] },
  { kinds: ['overlap'] },
  { kinds: ['overlap', 'duplicate'], accepted: true },
  { kinds: ['unverified'] },
  { clusterId: many },
  { clusterId: few },
  { clusterId: few, accepted: true, pairings: pairings.slice(1) },
  { outsideClusters: true, kinds: ['only-left', 'only-right'] },
  { assignedTo: ada },
  { assignedTo: null, kinds: ['differs', 'overlap'] },
  { assignedTo: bob, resource: lane, accepted: true },
  { resource: null },
  { resource: other, outsideClusters: true },
  { within: spanOf(-3, 4) },
  { within: spanOf(48, 60), resource: lane, assignedTo: null },
  { text: ' NIGHT ' },
  { text: 'early', resource: lane, within: spanOf(-40, 0), assignedTo: null },
  { text: '100 %', kinds: ['differs'], outsideClusters: true },
  { text: 'a_i', clusterId: few },
]

describe('the window of the list', () => {
  it('holds what passes the filter, in order, with how many there are, whatever the filter asks', () => {
    const planted = plantMany(900)
    for (const asked of filters) {
      const filter: StoredFilter = { pairings, now, ...asked }
      for (const order of ['time', 'first-seen'] as const) {
        const wanted = sorted(
          planted.filter((one) => passes(one, filter)),
          order,
        ).map(({ id }) => id)
        const windows: number[] = []
        for (let offset = 0; offset <= wanted.length; offset += 170) {
          const { rows, total } = listDiscrepancies(bench.db, { filter, order, offset, limit: 170 })
          windows.push(...rows.map(({ id }) => id))
          expect(total).toBe(wanted.length)
        }
        expect(windows, JSON.stringify(asked)).toEqual(wanted)
      }
    }
  })

  it('tells where a row stands in it, whatever the filter asks, and of one that does not stand in it that it does not', () => {
    const planted = plantMany(400)
    for (const asked of filters) {
      const filter: StoredFilter = { pairings, now, ...asked }
      for (const order of ['time', 'first-seen'] as const) {
        const wanted = sorted(
          planted.filter((one) => passes(one, filter)),
          order,
        ).map(({ id }) => id)
        for (const { id } of planted) {
          const index = wanted.indexOf(id)
          expect(positionOf(bench.db, { filter, order, id }), JSON.stringify(asked)).toBe(index < 0 ? null : index)
        }
      }
    }
  })

  it('is counted by kind and by pairing as it is listed, whatever the filter asks', () => {
    const planted = plantMany(900)
    for (const asked of filters) {
      const filter: StoredFilter = { pairings, now, ...asked }
      const picked = pickGroups(countGroups(bench.db, filter), filter)
      const wanted = planted.filter((one) => passes(one, filter))
      expect(sumOpen(picked)).toBe(wanted.length)
      for (const kind of DiscrepancyKind.options) {
        const open = wanted.filter((one) => one.kind === kind).length
        expect(sumBy(picked, (one) => one.kind).get(kind) ?? 0).toBe(open)
      }
      for (const pairing of pairings) {
        const open = wanted.filter((one) => one.pairing === pairing).length
        expect(sumBy(picked, (one) => one.pairingId).get(pairing) ?? 0).toBe(open)
      }
    }
  })

  it('walks one index in order and never the rows, or reads a rare filter’s rows alone', () => {
    const planOf = (asked: Partial<StoredFilter>, order: StoredOrder, rare: boolean): string => {
      const { text, values } = windowSql({ filter: { pairings, now, ...asked }, order }, rare)
      const rows = bench.db.sql.prepare(`EXPLAIN QUERY PLAN ${text}`).all({ ...values, limit: 1, offset: 0 })
      return (rows as { detail: string }[]).map(({ detail }) => detail).join('\n')
    }
    for (const [order, index] of [
      ['time', 'discrepancy_time'],
      ['first-seen', 'discrepancy_first_seen'],
    ] as const) {
      for (const asked of filters.filter(({ text }) => text === undefined)) {
        const plan = planOf(asked, order, false)
        expect(plan).toMatch(new RegExp(`^(SCAN|SEARCH) discrepancy USING COVERING INDEX ${index}`))
        expect(plan).not.toContain('ORDER BY')
      }
      expect(planOf({ accepted: true }, order, true)).toContain(
        'INDEX discrepancy_kind (pairing_id=? AND kind=? AND accepted_until>?)',
      )
      expect(planOf({ kinds: ['overlap'] }, order, true)).toContain('INDEX discrepancy_kind (pairing_id=? AND kind=?)')
      expect(planOf({ clusterId: few }, order, true)).toContain(
        'INDEX discrepancy_cluster (pairing_id=? AND cluster_id=?)',
      )
    }
  })
})
