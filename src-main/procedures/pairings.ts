import { AppError } from '#contract/errors'
import { checkSchedule } from '../runs/schedule.ts'
import { acceptRead } from '../storage/accepted-read-store.ts'
import { readCacheGeneration } from '../storage/cache-generation.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { listPairings, loadPairing, removePairing, savePairing } from '../storage/pairing-store.ts'
import { findSide, loadSnapshot } from '../storage/snapshot-store.ts'
import { type Desk, deciderOf, implementer, writerOf } from './desk.ts'
import { pairingState } from './side-state.ts'

const nothingToAccept = (): AppError =>
  new AppError('not-found', {
    blame: 'settings',
    tell: 'There is no held-back read to accept. Sync again and look at the result.',
  })

/** Pairings, how their sides stand, and a person's word on a held-back read. */
export const pairingProcedures = (desk: Desk) => ({
  list: implementer.pairings.list.handler(() => {
    const { ledger, cache, writer } = desk.open()
    const at = { now: desk.clock.now(), starts: writer !== null }
    return listPairings(ledger).map((pairing) =>
      pairingState({ ledger, cache }, { pairing, facility: loadFacility(ledger, pairing.facilityId), ...at }),
    )
  }),
  save: implementer.pairings.save.handler(({ input }) => {
    const { ledger, by, at } = writerOf(desk)
    if (input.policy.schedule !== null) checkSchedule(input.policy.schedule)
    const saved = savePairing(ledger, { draft: input, at, by })
    desk.publish({ topic: 'pairings' })
    return saved
  }),
  remove: implementer.pairings.remove.handler(async ({ input }) => {
    const { ledger, worker, by, at } = writerOf(desk)
    // First what a sync could restore, so that a failure between the two loses nothing.
    loadPairing(ledger, input.id)
    await worker.forgetPairing({ pairingId: input.id })
    removePairing(ledger, { id: input.id, at, by })
    desk.publish({ topic: 'pairings' })
    return { done: true } as const
  }),
  acceptImplausible: implementer.pairings.acceptImplausible.handler(({ input }) => {
    const { ledger, by, at } = deciderOf(desk)
    const { cache } = desk.open()
    const side = findSide(cache, input.id, input.side)
    const snapshot = side && loadSnapshot(cache, side.id, input.snapshot)
    const cacheGeneration = readCacheGeneration(cache)
    if (!snapshot?.finding || cacheGeneration === null) throw nothingToAccept()
    const { finding, now } = snapshot.finding
    acceptRead(ledger, {
      pairingId: input.id,
      side: input.side,
      cacheGeneration,
      snapshot: input.snapshot,
      finding,
      now,
      reason: input.reason,
      by,
      at,
    })
    desk.publish({ topic: 'pairings' })
    return { done: true } as const
  }),
})
