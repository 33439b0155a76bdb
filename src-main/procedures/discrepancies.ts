import type { DiscrepancyRow } from '#contract/discrepancies'
import { AppError } from '#contract/errors'
import type { FacilityId, PairingId } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import { countGroups, pickGroups, sumBy, sumOpen } from '../storage/discrepancy-count-store.ts'
import { newestAcceptance } from '../storage/discrepancy-decision-store.ts'
import { listDiscrepancies } from '../storage/discrepancy-list-store.ts'
import { findNewest } from '../storage/discrepancy-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { clustersUnder } from './clusters.ts'
import { recordDecision } from './decide-discrepancies.ts'
import { type Desk, implementer } from './desk.ts'
import { discrepancyDetail } from './discrepancy-detail.ts'
import { makeNaming, toRow } from './discrepancy-row.ts'
import { exportDiscrepancies } from './export-discrepancies.ts'
import { storedFilter } from './stored-filter.ts'

function byFacility(
  pairings: readonly Pairing[],
  openIn: ReadonlyMap<PairingId, number>,
): { facilityId: FacilityId; open: number }[] {
  const open = new Map<FacilityId, number>()
  for (const pairing of pairings) {
    const here = openIn.get(pairing.id) ?? 0
    if (here > 0) open.set(pairing.facilityId, (open.get(pairing.facilityId) ?? 0) + here)
  }
  return [...open].map(([facilityId, count]) => ({ facilityId, open: count }))
}

/** The list, its counts and one discrepancy in full; reads go straight to the stores. */
export const discrepancyProcedures = (desk: Desk) => ({
  counts: implementer.discrepancies.counts.handler(({ input }) => {
    const { ledger, cache } = desk.open()
    const pairings = listPairings(ledger)
    const now = desk.clock.now()
    const filter = storedFilter(pairings, input.filter, now)
    const { facilityId: _, ...anywhere } = input.filter
    const groups = countGroups(cache, filter)
    return {
      total: sumOpen(pickGroups(groups, filter)),
      accepted: sumOpen(pickGroups(groups, { ...filter, accepted: true })),
      byKind: Object.fromEntries(sumBy(pickGroups(groups, { ...filter, kinds: [] }), ({ kind }) => kind)),
      byFacility: byFacility(
        pairings,
        sumBy(pickGroups(groups, storedFilter(pairings, anywhere, now)), ({ pairingId }) => pairingId),
      ),
    }
  }),
  list: implementer.discrepancies.list.handler(({ input }) => {
    const { ledger, cache } = desk.open()
    const pairings = listPairings(ledger)
    const naming = makeNaming({ ledger, cache }, pairings)
    const now = desk.clock.now()
    const { rows, total } = listDiscrepancies(cache, { ...input, filter: storedFilter(pairings, input.filter, now) })
    const shown = rows.map((row) => toRow(row, naming, now)).filter((row): row is DiscrepancyRow => row !== null)
    const acceptances = shown.flatMap(({ accepted, pairingId, fingerprint }) => {
      const acceptance = accepted ? newestAcceptance(ledger, pairingId, fingerprint)?.acceptance : null
      return acceptance ? [{ fingerprint, acceptance }] : []
    })
    return { rows: shown, acceptances, total, offset: input.offset }
  }),
  detail: implementer.discrepancies.detail.handler(({ input }) => {
    const { ledger, cache } = desk.open()
    const stored = findNewest(cache, input.pairingId, input.fingerprint)
    const now = desk.clock.now()
    const row = stored && toRow(stored, makeNaming({ ledger, cache }), now)
    if (!stored || !row) {
      throw new AppError('not-found', {
        blame: 'settings',
        tell: 'This discrepancy is not stored here any more. It may have been found by an earlier Plumbline, or its pairing was removed.',
      })
    }
    return discrepancyDetail({ ledger, cache }, { stored, row, now })
  }),
  clusters: implementer.discrepancies.clusters.handler(({ input }) => {
    const files = desk.open()
    return clustersUnder(files, storedFilter(listPairings(files.ledger), input.filter, desk.clock.now()))
  }),
  accept: implementer.discrepancies.accept.handler(async ({ input }) => {
    const { decided, ...answer } = await recordDecision(desk, { ...input, decision: 'accept' })
    return { accepted: decided, ...answer }
  }),
  reopen: implementer.discrepancies.reopen.handler(async ({ input }) => {
    const { decided } = await recordDecision(desk, { ...input, decision: 'reopen', reason: '', until: null })
    return { reopened: decided }
  }),
  export: implementer.discrepancies.export.handler(async function* ({ input }) {
    const files = desk.open()
    const all = listPairings(files.ledger)
    const now = desk.clock.now()
    const stored = storedFilter(all, input.filter, now)
    const pairings = all.filter((one) => stored.pairings.includes(one.id))
    yield* exportDiscrepancies(files, { ...input, pairings, stored, now })
  }),
})
