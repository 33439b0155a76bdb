import type { PairingId } from '#contract/ids'
import { newestCompare } from '../storage/compare-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { listDecisions, newestDecision } from '../storage/discrepancy-decision-store.ts'
import { clearMirrored, mirroredUpTo, mirrorOnto } from '../storage/mirrored-decision-store.ts'

/**
 * Brings what people decided about a pairing's discrepancies from the ledger onto the open rows they hold for, in one
 * transaction; again where a crash came between the two files. A decision about values that have moved since is left
 * out. Before the pairing's first compare nothing is taken, so that a rebuilt cache gets all of them with its first rows.
 */
export function mirrorDecisions({ cache, ledger }: { cache: WriteDb; ledger: ReadDb }, pairingId: PairingId): void {
  if (!newestCompare(cache, pairingId)) return
  const upTo = newestDecision(ledger)
  const known = mirroredUpTo(cache, pairingId)
  if (known === upTo) return
  cache.transaction(() => {
    // A ledger put back from a backup knows less than the rows show: what they show then is no one's word.
    const isBehind = known > upTo
    if (isBehind) clearMirrored(cache, pairingId)
    mirrorOnto(cache, { pairingId, upTo }, listDecisions(ledger, { pairingId, after: isBehind ? 0 : known, upTo }))
  })
}
