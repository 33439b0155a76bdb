import type {
  DiscrepancyFilter,
  DiscrepancyOrder,
  DiscrepancyRow,
  DiscrepancyWindow,
  Risk,
} from '#contract/discrepancies'
import type { Fingerprint, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { atOneMoment } from '../storage/at-one-moment.ts'
import { comparesAt } from '../storage/compare-history-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { newestAcceptance } from '../storage/discrepancy-decision-store.ts'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'
import { findThen, looksBack, readThen } from '../storage/discrepancy-history-store.ts'
import { listDiscrepancies, positionOf } from '../storage/discrepancy-list-store.ts'
import { findOpenAmong, readInOrder, type StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { comparesInView } from './acknowledge-alerts.ts'
import { makeNaming, toRow } from './discrepancy-row.ts'
import { orderedIds } from './ordered-ids.ts'
import { riskOf } from './risk-of.ts'
import { storedFilter } from './stored-filter.ts'

type Files = { ledger: ReadDb; cache: ReadDb }
type Asked = { filter: DiscrepancyFilter; order: DiscrepancyOrder }

type Found = {
  rows: StoredDiscrepancy[]
  total: number
  /** The moment that ranks hold for; null where rows are not ranked. */
  rankedAt: Instant | null
}

function foundIn(cache: ReadDb, filter: StoredFilter, asked: Asked & { offset: number; limit: number }): Found {
  const { order, offset, limit } = asked
  return atOneMoment(cache, () => {
    // The stored orders have an index for what is open now: a window of it is read by itself.
    if (order !== 'risk' && !looksBack(filter)) {
      return { ...listDiscrepancies(cache, { filter, order, offset, limit }), rankedAt: null }
    }
    const all = orderedIds(cache, filter, order)
    const ids = Array.from(all.ids.slice(offset, offset + limit))
    const rows = looksBack(filter) ? readThen(cache, ids) : readInOrder(cache, ids)
    return { rows, total: all.ids.length, rankedAt: all.at }
  })
}

/** A window of the list under a filter, now or at the moment it looks back to. */
export function discrepancyWindow(
  { ledger, cache }: Files,
  asked: Asked & { offset: number; limit: number },
  now: Instant,
): DiscrepancyWindow {
  const pairings = listPairings(ledger)
  const naming = makeNaming({ ledger, cache }, pairings)
  const filter = storedFilter(pairings, asked.filter, now)
  return atOneMoment(cache, () => {
    const { rows, total, rankedAt } = foundIn(cache, filter, asked)
    const shown = rows.flatMap((stored): { row: DiscrepancyRow; risk: Risk[] }[] => {
      const row = toRow(stored, naming, now)
      return row ? [{ row, risk: rankedAt === null ? [] : [riskOf(stored, rankedAt)] }] : []
    })
    const acceptances = shown.flatMap(({ row: { accepted, pairingId, fingerprint } }) => {
      const acceptance = accepted ? newestAcceptance(ledger, pairingId, fingerprint)?.acceptance : null
      return acceptance ? [{ fingerprint, acceptance }] : []
    })
    return {
      rows: shown.map(({ row }) => row),
      risks: shown.flatMap(({ risk }) => risk),
      acceptances,
      total,
      offset: asked.offset,
      seen: {
        at: now,
        compares: comparesInView(
          cache,
          filter.pairings.map((id) => ({ id })),
        ),
      },
    }
  })
}

/** The row id of a discrepancy as the filter's moment shows it; null where it is not open then. */
function idOf(cache: ReadDb, filter: StoredFilter, pairingId: PairingId, fingerprint: Fingerprint): number | null {
  if (!looksBack(filter)) return findOpenAmong(cache, pairingId, [fingerprint]).get(fingerprint)?.id ?? null
  const [shown] = comparesAt(cache, [pairingId], filter.asOf)
  return (shown && findThen(cache, shown, fingerprint)?.id) ?? null
}

/** Where a discrepancy stands in the list under a filter and order, from 0, and how many there are; null where it does not. */
export function discrepancyPosition(
  { ledger, cache }: Files,
  { pairingId, fingerprint, ...asked }: Asked & { pairingId: PairingId; fingerprint: Fingerprint },
  now: Instant,
): { index: number | null; total: number } {
  const filter = storedFilter(listPairings(ledger), asked.filter, now)
  const { order } = asked
  return atOneMoment(cache, () => {
    const id = idOf(cache, filter, pairingId, fingerprint)
    if (order !== 'risk' && !looksBack(filter)) {
      const { total } = listDiscrepancies(cache, { filter, order, offset: 0, limit: 0 })
      return { index: id === null ? null : positionOf(cache, { filter, order, id }), total }
    }
    const { ids } = orderedIds(cache, filter, order)
    const index = id === null ? -1 : ids.indexOf(id)
    return { index: index < 0 ? null : index, total: ids.length }
  })
}
