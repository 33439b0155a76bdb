import type { DiscrepancyDetail } from '#contract/discrepancies'
import { AppError } from '#contract/errors'
import type { Fingerprint, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import { compareInView } from '../storage/compare-history-store.ts'
import type { CompareRow } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { findThen } from '../storage/discrepancy-history-store.ts'
import { findNewest } from '../storage/discrepancy-store.ts'
import { discrepancyDetail } from './discrepancy-detail.ts'
import { makeNaming, toRow } from './discrepancy-row.ts'

type Asked = { pairingId: PairingId; fingerprint: Fingerprint; asOf?: Instant | undefined; now: Instant }

function whyNot(compare: CompareRow | null, asOf: Instant | undefined): string {
  if (asOf === undefined) {
    return 'This discrepancy is not stored here any more. It may have been found by an earlier Plumbline, or its pairing was removed.'
  }
  return compare
    ? 'This discrepancy had not been found at that moment. Choose a later one, or go back to now.'
    : 'No compare of that moment is stored: it is before the first one, or what it showed was removed. Choose a later moment, or go back to now.'
}

/** One discrepancy in full, now or as a moment of time travel showed it. Throws AppError `not-found`. */
export function findDetail(
  { ledger, cache }: { ledger: ReadDb; cache: ReadDb },
  { pairingId, fingerprint, asOf, now }: Asked,
): DiscrepancyDetail {
  const compare = compareInView(cache, pairingId, asOf)
  const stored =
    compare && (asOf === undefined ? findNewest(cache, pairingId, fingerprint) : findThen(cache, compare, fingerprint))
  const row = stored && toRow(stored, makeNaming({ ledger, cache }), now)
  if (stored && row) return discrepancyDetail({ ledger, cache }, { stored, row, compare, asOf, now })
  throw new AppError('not-found', { blame: 'settings', tell: whyNot(compare, asOf) })
}
