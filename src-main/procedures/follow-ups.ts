import { AppError } from '#contract/errors'
import type { FacilityId, Fingerprint, PairingId } from '#contract/ids'
import { fromMs } from '#contract/time'
import type { ReadDb } from '../storage/database.ts'
import { findNewest, type StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { addFollowUp, closeFollowUp, listFollowUps } from '../storage/follow-up-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'
import { type Desk, deciderOf, implementer } from './desk.ts'

type About = { pairingId: PairingId; fingerprint: Fingerprint }

/** What somebody writes about, open or closed. Throws AppError `not-found`. */
export function writtenAbout(
  { ledger, cache }: { ledger: ReadDb; cache: ReadDb },
  { pairingId, fingerprint }: About,
): { stored: StoredDiscrepancy; facilityId: FacilityId } {
  const { facilityId } = loadPairing(ledger, pairingId)
  const stored = findNewest(cache, pairingId, fingerprint)
  if (stored) return { stored, facilityId }
  throw new AppError('not-found', {
    blame: 'settings',
    tell: 'This discrepancy is not stored here any more, so nothing was written about it. Reload the list and choose again.',
  })
}

/** Tasks only a person can do outside, closed by hand. */
export const followUpProcedures = (desk: Desk) => ({
  list: implementer.followUps.list.handler(({ input }) => listFollowUps(desk.open().ledger, input)),
  add: implementer.followUps.add.handler(({ input }) => {
    const { ledger, by, at } = deciderOf(desk)
    const { cache } = desk.open()
    const about = input.about && writtenAbout({ ledger, cache }, input.about)
    if (about && about.facilityId !== input.facilityId) {
      throw new AppError('bad-input', {
        blame: 'settings',
        tell: 'This discrepancy is of another facility. Choose the facility it was found in.',
      })
    }
    const added = addFollowUp(ledger, { ...input, endsAt: about && fromMs(about.stored.endMs), by, at })
    desk.publish({ topic: 'desk' })
    return added
  }),
  close: implementer.followUps.close.handler(({ input }) => {
    const { ledger, by, at } = deciderOf(desk)
    const closed = closeFollowUp(ledger, { ...input, by, at })
    desk.publish({ topic: 'desk' })
    return closed
  }),
})
