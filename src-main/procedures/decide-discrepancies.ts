import type { ReopenSelection, StoredDecisions } from '#contract/discrepancies'
import { localWithOffset } from '#contract/discrepancy-words'
import { AppError, toErrorData } from '#contract/errors'
import type { PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { CacheClient } from '../runs/cache-service.ts'
import type { ReadDb } from '../storage/database.ts'
import { type DecidedRow, type DecisionKind, decideDiscrepancies } from '../storage/discrepancy-decision-store.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { listPairings, loadPairing } from '../storage/pairing-store.ts'
import { chosenRows } from './chosen-discrepancies.ts'
import { type Desk, deciderOf } from './desk.ts'
import { storedFilter } from './stored-filter.ts'

const refuse = (tell: string): AppError => new AppError('bad-input', { blame: 'settings', tell })

/** A person's word on discrepancies. `reason` may be empty and `until` is null where it is no acceptance. */
export type Decision = {
  /** One act is only taken back: no other decision is about it. */
  of: ReopenSelection
  decision: DecisionKind
  reason: string
  /** When an acceptance ends by itself; null where only a moved value ends it. */
  until: Instant | null
}

/** The pairings a selection names, known to the ledger. Throws AppError `not-found`. */
function pairingsOf(ledger: ReadDb, of: ReopenSelection, now: Instant): PairingId[] {
  if (of.by === 'filter') return [...storedFilter(listPairings(ledger), of.filter, now).pairings]
  const named =
    of.by === 'fingerprint' ? of.rows.map((row) => row.pairingId) : of.by === 'cluster' ? [of.pairingId] : []
  return [...new Set(named)].map((id) => loadPairing(ledger, id).id)
}

/** An end that is over already, told on the clock of the place that is concerned first. Throws AppError `bad-input`. */
function assertComing(ledger: ReadDb, until: Instant | null, at: Instant, [first]: readonly PairingId[]): void {
  if (until === null || until > at || !first) return
  const { name, zone } = loadFacility(ledger, loadPairing(ledger, first).facilityId)
  throw refuse(
    `An acceptance until ${localWithOffset(until, zone)} (${name}) would be over already. Choose a later moment.`,
  )
}

/** Throws AppError `bad-input` where nothing says what the values are that would be decided about. */
export function assertDecidable(rows: readonly DecidedRow[]): void {
  if (rows.every((row) => row.valuesMark !== '')) return
  throw refuse('These discrepancies were found by an earlier version of Plumbline. Sync once, then decide.')
}

/** Has the lists show what was just stored about these pairings. Throws AppError `decided-not-shown`. */
export async function showDecided(worker: CacheClient, pairingIds: PairingId[]): Promise<void> {
  try {
    await worker.mirrorDecisions({ pairingIds })
  } catch (cause) {
    const { code, blame, tell } = toErrorData(cause)
    // A bug's own text says that nothing was changed.
    const why = code === 'bug' ? '' : ` ${tell}`
    throw new AppError('decided-not-shown', {
      blame,
      tell: `Your decision is stored and holds, but the lists do not show it yet.${why} They show it after the next sync, or when Plumbline is started again.`,
      cause,
    })
  }
}

/**
 * Stores a person's word on open discrepancies, of however many pairings, as one act and shows it in the list; returns
 * how many it decided and the numbers it was stored under, which hold nothing else. Those that are not open any more, or
 * decided so already, are left out; so are those that nobody has seen as they stand, which `changed` counts, since a
 * decision holds for values. Throws AppError `bad-input`, `not-found`, `workspace-read-only`, and `decided-not-shown`
 * where it is stored and only not shown yet.
 */
export async function recordDecision(
  desk: Desk,
  { of, decision, reason, until }: Decision,
): Promise<{ decided: number; changed: number; stored: StoredDecisions | null }> {
  const { ledger, worker, by, at } = deciderOf(desk)
  const { cache } = desk.open()
  assertComing(ledger, until, at, pairingsOf(ledger, of, at))
  const { parts, changed } = chosenRows({ ledger, cache }, of, { decided: decision, now: at })
  for (const { rows } of parts) assertDecidable(rows)
  const acts = ledger.transaction(() =>
    parts.map(({ pairingId, rows, audited }) =>
      decideDiscrepancies(ledger, { pairingId, decision, rows, chosen: audited, reason, until, by, at }),
    ),
  )
  const [first, last] = [acts[0], acts.at(-1)]
  if (!first || !last) return { decided: 0, changed, stored: null }
  await showDecided(
    worker,
    parts.map(({ pairingId }) => pairingId),
  )
  const decided = parts.reduce((sum, { rows }) => sum + rows.length, 0)
  return { decided, changed, stored: { first: first.first, last: last.last } }
}
