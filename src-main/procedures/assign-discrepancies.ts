import type { DiscrepancySelection } from '#contract/discrepancies'
import type { OperatorId } from '#contract/ids'
import { assignDiscrepancies } from '../storage/assignment-store.ts'
import { loadOperator } from '../storage/operator-store.ts'
import { chosenRows } from './chosen-discrepancies.ts'
import { showDecided } from './decide-discrepancies.ts'
import { type Desk, deciderOf } from './desk.ts'

/**
 * Gives open discrepancies, of however many pairings, to an operator or to nobody, as one act, and shows it in the lists.
 * Those that are given so already are left out of the count; so are those that nobody has seen as they stand, which
 * `changed` counts: an assignment holds whatever the values, but nobody hands over what they did not see. Throws AppError
 * `not-found`, `workspace-read-only`, `bad-input`, and `decided-not-shown` where it is stored and only not shown yet.
 */
export async function recordAssignment(
  desk: Desk,
  { of, to }: { of: DiscrepancySelection; to: OperatorId | null },
): Promise<{ assigned: number; changed: number }> {
  const { ledger, worker, by, at } = deciderOf(desk)
  const { cache } = desk.open()
  if (to !== null) loadOperator(ledger, to)
  const { parts, changed } = chosenRows({ ledger, cache }, of, { decided: { assignTo: to }, now: at })
  if (parts.length === 0) return { assigned: 0, changed }
  ledger.transaction(() => {
    for (const { pairingId, rows, audited } of parts) {
      const fingerprints = rows.map(({ fingerprint }) => fingerprint)
      assignDiscrepancies(ledger, { pairingId, fingerprints, to, chosen: audited, by, at })
    }
  })
  desk.publish({ topic: 'desk' })
  await showDecided(
    worker,
    parts.map(({ pairingId }) => pairingId),
  )
  return { assigned: parts.reduce((sum, { rows }) => sum + rows.length, 0), changed }
}
