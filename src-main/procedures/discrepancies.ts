import type { DiscrepancyRow } from '#contract/discrepancies'
import { AppError } from '#contract/errors'
import { countDiscrepancies, listDiscrepancies } from '../storage/discrepancy-list-store.ts'
import { findNewest, type StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { type Desk, implementer } from './desk.ts'
import { discrepancyDetail } from './discrepancy-detail.ts'
import { makeNaming, toRow } from './discrepancy-row.ts'

/** The list, its counts and one discrepancy in full; reads go straight to the stores. */
export const discrepancyProcedures = (desk: Desk) => ({
  counts: implementer.discrepancies.counts.handler(({ input }) => {
    const { total, byKind, byFacility } = countDiscrepancies(desk.open().cache, input.filter)
    return { total, byKind: Object.fromEntries(byKind.map(({ kind, open }) => [kind, open])), byFacility }
  }),
  list: implementer.discrepancies.list.handler(({ input }) => {
    const { ledger, cache } = desk.open()
    const naming = makeNaming(ledger)
    const { rows, total } = listDiscrepancies(cache, input)
    const shown = rows
      .map((row: StoredDiscrepancy) => toRow(row, naming))
      .filter((row): row is DiscrepancyRow => row !== null)
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
})
