import type { DiscrepancyFilter, DiscrepancyRow } from '#contract/discrepancies'
import { AppError } from '#contract/errors'
import type { FacilityId } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import { countByKind, countByPairing, listDiscrepancies, type StoredFilter } from '../storage/discrepancy-list-store.ts'
import { findNewest } from '../storage/discrepancy-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { type Desk, implementer } from './desk.ts'
import { discrepancyDetail } from './discrepancy-detail.ts'
import { makeNaming, toRow } from './discrepancy-row.ts'
import { exportDiscrepancies } from './export-discrepancies.ts'

/** The stored filter of what the page asks: pairings of the ledger, narrowed to a facility or one pairing. */
function storedFilter(
  pairings: readonly Pairing[],
  { facilityId, pairingId, kinds, text }: DiscrepancyFilter,
): StoredFilter {
  const wanted = pairings.filter(
    (one) =>
      (facilityId === undefined || one.facilityId === facilityId) && (pairingId === undefined || one.id === pairingId),
  )
  return {
    pairings: wanted.map((one) => one.id),
    ...(kinds === undefined ? {} : { kinds }),
    ...(text === undefined ? {} : { text }),
  }
}

function byFacility(
  pairings: readonly Pairing[],
  counts: ReturnType<typeof countByPairing>,
): { facilityId: FacilityId; open: number }[] {
  const open = new Map<FacilityId, number>()
  for (const pairing of pairings) {
    const here = counts.find((one) => one.pairingId === pairing.id)?.open ?? 0
    if (here > 0) open.set(pairing.facilityId, (open.get(pairing.facilityId) ?? 0) + here)
  }
  return [...open].map(([facilityId, count]) => ({ facilityId, open: count }))
}

/** The list, its counts and one discrepancy in full; reads go straight to the stores. */
export const discrepancyProcedures = (desk: Desk) => ({
  counts: implementer.discrepancies.counts.handler(({ input }) => {
    const { ledger, cache } = desk.open()
    const pairings = listPairings(ledger)
    const filter = storedFilter(pairings, input.filter)
    const { facilityId: _, ...anywhere } = input.filter
    const total = countByPairing(cache, filter).reduce((sum, one) => sum + one.open, 0)
    return {
      total,
      byKind: Object.fromEntries(countByKind(cache, filter).map(({ kind, open }) => [kind, open])),
      byFacility: byFacility(pairings, countByPairing(cache, storedFilter(pairings, anywhere))),
    }
  }),
  list: implementer.discrepancies.list.handler(({ input }) => {
    const { ledger, cache } = desk.open()
    const naming = makeNaming(ledger)
    const { rows, total } = listDiscrepancies(cache, {
      ...input,
      filter: storedFilter(listPairings(ledger), input.filter),
    })
    const shown = rows.map((row) => toRow(row, naming)).filter((row): row is DiscrepancyRow => row !== null)
    return { rows: shown, total, offset: input.offset }
  }),
  detail: implementer.discrepancies.detail.handler(({ input }) => {
    const { ledger, cache } = desk.open()
    const stored = findNewest(cache, input.pairingId, input.fingerprint)
    const row = stored && toRow(stored, makeNaming(ledger))
    if (!stored || !row) {
      throw new AppError('not-found', {
        blame: 'settings',
        tell: 'This discrepancy is not stored here any more. It may have been found by an earlier Plumbline, or its pairing was removed.',
      })
    }
    return discrepancyDetail({ ledger, cache }, stored, row)
  }),
  export: implementer.discrepancies.export.handler(async function* ({ input }) {
    const files = desk.open()
    const all = listPairings(files.ledger)
    const stored = storedFilter(all, input.filter)
    const pairings = all.filter((one) => stored.pairings.includes(one.id))
    yield* exportDiscrepancies(files, { ...input, pairings, stored, now: desk.clock.now() })
  }),
})
