import type { FacilityId, PairingId } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import { fromMs } from '#contract/time'
import { atOneMoment } from '../storage/at-one-moment.ts'
import { countGroups, pickGroups, sumBy, sumOpen } from '../storage/discrepancy-count-store.ts'
import { countThen, looksBack } from '../storage/discrepancy-history-store.ts'
import { addNote } from '../storage/note-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { recordAssignment } from './assign-discrepancies.ts'
import { clustersUnder } from './clusters.ts'
import { recordDecision } from './decide-discrepancies.ts'
import { type Desk, deciderOf, implementer } from './desk.ts'
import { groupsUnder } from './discrepancy-groups.ts'
import { discrepancyPosition, discrepancyWindow } from './discrepancy-window.ts'
import { exportDiscrepancies } from './export-discrepancies.ts'
import { findDetail } from './find-detail.ts'
import { writtenAbout } from './follow-ups.ts'
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
    const everywhere = { ...filter, pairings: pairings.map(({ id }) => id), kinds: [] }
    const groups = looksBack(everywhere) ? countThen(cache, everywhere) : countGroups(cache, filter)
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
  list: implementer.discrepancies.list.handler(({ input }) => discrepancyWindow(desk.open(), input, desk.clock.now())),
  detail: implementer.discrepancies.detail.handler(({ input }) => {
    const files = desk.open()
    return atOneMoment(files.cache, () => findDetail(files, { ...input, now: desk.clock.now() }))
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
  groups: implementer.discrepancies.groups.handler(({ input }) => {
    const files = desk.open()
    return groupsUnder(files, storedFilter(listPairings(files.ledger), input.filter, desk.clock.now()), input.by)
  }),
  position: implementer.discrepancies.position.handler(({ input }) =>
    discrepancyPosition(desk.open(), input, desk.clock.now()),
  ),
  assign: implementer.discrepancies.assign.handler(({ input }) => recordAssignment(desk, input)),
  note: implementer.discrepancies.note.handler(({ input }) => {
    const { ledger, by, at } = deciderOf(desk)
    const { stored } = writtenAbout({ ledger, cache: desk.open().cache }, input)
    addNote(ledger, { ...input, endsAt: fromMs(stored.endMs), by, at })
    desk.publish({ topic: 'desk' })
    return { done: true } as const
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
