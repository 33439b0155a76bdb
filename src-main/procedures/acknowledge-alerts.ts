import type { AlertsSeen } from '#contract/alerts'
import { AppError } from '#contract/errors'
import type { PairingId } from '#contract/ids'
import { alertsUpTo } from '../storage/alert-store.ts'
import { atOneMoment } from '../storage/at-one-moment.ts'
import { compareIdOf, newestCompare, readCompareId } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { decideDiscrepancies } from '../storage/discrepancy-decision-store.ts'
import { assertDecidable, showDecided } from './decide-discrepancies.ts'
import { type Desk, deciderOf } from './desk.ts'

/** The compares that the alerts of these pairings rest on; a pairing that was never compared has no alerts. */
export const comparesInView = (cache: ReadDb, pairings: readonly { id: PairingId }[]): AlertsSeen['compares'] =>
  pairings.flatMap(({ id }) => {
    const compare = newestCompare(cache, id)
    return compare ? [compareIdOf(cache, compare)] : []
  })

/**
 * Acknowledges every alert that a list held, as one act however many there are: what a later compare opened or changed
 * stays one, since nobody has seen it. Returns how many it quieted. Throws AppError `bad-input` where the list was of
 * another cache file, `workspace-read-only`, and `decided-not-shown` where it is stored and only not shown yet.
 */
export async function acknowledgeListed(desk: Desk, { at: readAt, compares }: AlertsSeen): Promise<number> {
  const { ledger, worker, by, at } = deciderOf(desk)
  const { cache } = desk.open()
  const found = atOneMoment(cache, () =>
    compares.map((id) => {
      const compare = readCompareId(cache, id)
      if (!compare) {
        throw new AppError('bad-input', {
          blame: 'settings',
          tell: 'The alerts were found anew since this list was shown, so nothing was acknowledged. Look at them again.',
        })
      }
      const { pairingId, number } = compare
      return { pairingId, rows: alertsUpTo(cache, { pairingId, compare: number, now: readAt }) }
    }),
  ).filter(({ rows }) => rows.length > 0)
  if (found.length === 0) return 0
  for (const { rows } of found) assertDecidable(rows)
  ledger.transaction(() => {
    for (const { pairingId, rows } of found) {
      const said = { decision: 'acknowledge', reason: '', until: null, by, at } as const
      decideDiscrepancies(ledger, { pairingId, rows, chosen: { listedAt: readAt }, ...said })
    }
  })
  await showDecided(
    worker,
    found.map(({ pairingId }) => pairingId),
  )
  return found.reduce((sum, { rows }) => sum + rows.length, 0)
}
