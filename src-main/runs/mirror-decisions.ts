import type { PairingId } from '#contract/ids'
import { listAssignments, newestAssignment } from '../storage/assignment-store.ts'
import { type CompareRow, newestCompare } from '../storage/compare-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { listDecisions, newestDecision } from '../storage/discrepancy-decision-store.ts'
import { assignedUpTo, clearAssignments, mirrorAssignments } from '../storage/mirrored-assignment-store.ts'
import { clearMirrored, mirroredUpTo, mirrorOnto } from '../storage/mirrored-decision-store.ts'
import { findSide, listCoverage } from '../storage/snapshot-store.ts'

/** True where both reads under a compare left nothing out. */
const restsOnAll = (db: ReadDb, { pairingId, leftSnapshot, rightSnapshot }: CompareRow): boolean =>
  (['left', 'right'] as const).every((side) => {
    const row = findSide(db, pairingId, side)
    const number = side === 'left' ? leftSnapshot : rightSnapshot
    return !row || listCoverage(db, row.id, number).every(({ complete }) => complete)
  })

type Files = { cache: WriteDb; ledger: ReadDb }

/**
 * Brings who takes care of what into the cache, in one transaction. That holds whatever a discrepancy says, and also for
 * one that is not open now, so it waits for no compare.
 */
function mirrorAssigned({ cache, ledger }: Files, pairingId: PairingId): void {
  const upTo = newestAssignment(ledger)
  const known = assignedUpTo(cache, pairingId)
  if (known === upTo) return
  cache.transaction(() => {
    // A ledger put back from a backup: as for decisions.
    const isBehind = known > upTo
    if (isBehind) clearAssignments(cache, pairingId)
    const after = isBehind ? 0 : known
    mirrorAssignments(cache, { pairingId, upTo }, listAssignments(ledger, { pairingId, after, upTo }))
  })
}

/**
 * Brings what people decided about a pairing's discrepancies from the ledger onto the open rows they hold for, in one
 * transaction; again where a crash came between the two files. A decision about values that have moved since is left
 * out. Before the pairing's first compare nothing is taken, so that a rebuilt cache gets all of them with its first rows;
 * and as long as those rest on a read that left records out, what is not there may only not have been read: all is taken
 * once more after the next one. Who takes care of what comes along.
 */
export function mirrorDecisions({ cache, ledger }: Files, pairingId: PairingId): void {
  mirrorAssigned({ cache, ledger }, pairingId)
  const compare = newestCompare(cache, pairingId)
  if (!compare) return
  const upTo = newestDecision(ledger)
  const known = mirroredUpTo(cache, pairingId)
  if (known === upTo) return
  cache.transaction(() => {
    // A ledger put back from a backup knows less than the rows show: what they show then is no one's word.
    const isBehind = known > upTo
    if (isBehind) clearMirrored(cache, pairingId)
    const after = isBehind ? 0 : known
    const settled = after > 0 || restsOnAll(cache, compare)
    mirrorOnto(cache, { pairingId, upTo: settled ? upTo : null }, listDecisions(ledger, { pairingId, after, upTo }))
  })
}
