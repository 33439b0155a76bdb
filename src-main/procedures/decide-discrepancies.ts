import { assertNever } from '#contract/assert-never'
import type { ReopenSelection, StoredDecisions } from '#contract/discrepancies'
import { localWithOffset } from '#contract/discrepancy-words'
import { AppError, toErrorData } from '#contract/errors'
import type { CompareId, PairingId } from '#contract/ids'
import type { Instant } from '#contract/time'
import type { CacheClient } from '../runs/cache-service.ts'
import type { AuditDetail } from '../storage/audit-store.ts'
import { readCompareId } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import {
  acceptedByAct,
  type DecidedRow,
  type DecisionKind,
  decideDiscrepancies,
} from '../storage/discrepancy-decision-store.ts'
import { loadFacility } from '../storage/facility-store.ts'
import { type Chosen, rowsToDecide } from '../storage/mirrored-decision-store.ts'
import { loadPairing } from '../storage/pairing-store.ts'
import { type Desk, deciderOf } from './desk.ts'

const refuse = (tell: string): AppError => new AppError('bad-input', { blame: 'settings', tell })

/** A person's word on discrepancies. `reason` may be empty and `until` is null where it is no acceptance. */
export type Decision = {
  pairingId: PairingId
  /** One act is only taken back: no other decision is about it. */
  of: ReopenSelection
  decision: DecisionKind
  reason: string
  /** When an acceptance ends by itself; null where only a moved value ends it. */
  until: Instant | null
}

/** The audit names no more than this one by one: all of them stand under the numbers it gives. */
const namedAtMost = 20

/** What it was decided about, as the audit holds it. */
function auditedAs(of: ReopenSelection, rows: readonly DecidedRow[]): AuditDetail {
  switch (of.by) {
    case 'fingerprint':
      return rows.length <= namedAtMost ? { fingerprints: rows.map((row) => row.fingerprint) } : {}
    case 'cluster':
      return { clusterId: of.clusterId }
    case 'act':
      return { ofFirstSeq: of.first, ofLastSeq: of.last }
    default:
      return assertNever(of)
  }
}

/** Seen at any time: an acceptance may be taken back whatever its row says by now. */
const whenever = Number.MAX_SAFE_INTEGER

/** What was chosen, as of which compares: 0, before all of them, where it was seen in another cache file. */
function chosenIn(cache: ReadDb, ledger: ReadDb, { pairingId, of, decision }: Decision): Chosen {
  const seenAt = (id: CompareId): number => {
    if (decision === 'reopen') return whenever
    const compare = readCompareId(cache, id)
    return compare?.pairingId === pairingId ? compare.number : 0
  }
  switch (of.by) {
    case 'fingerprint':
      return { by: 'fingerprint', seen: new Map(of.rows.map((row) => [row.fingerprint, seenAt(row.bornIn)])) }
    case 'cluster':
      return { by: 'cluster', clusterId: of.clusterId, seen: seenAt(of.compareId) }
    case 'act':
      return { by: 'fingerprint', seen: new Map(acceptedByAct(ledger, pairingId, of).map((one) => [one, whenever])) }
    default:
      return assertNever(of)
  }
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
 * Stores a person's word on open discrepancies and shows it in the list; returns how many it decided and the numbers
 * it was stored under. Those that are not open any more, or decided so already, are left out; so are those that nobody
 * has seen as they stand, which `changed` counts, since a decision holds for values. Throws AppError `bad-input`,
 * `not-found`, `workspace-read-only`, and `decided-not-shown` where it is stored and only not shown yet.
 */
export async function recordDecision(
  desk: Desk,
  decided: Decision,
): Promise<{ decided: number; changed: number; stored: StoredDecisions | null }> {
  const { pairingId, of, decision, reason, until } = decided
  const { ledger, worker, by, at } = deciderOf(desk)
  const { cache } = desk.open()
  const { facilityId } = loadPairing(ledger, pairingId)
  if (until !== null && until <= at) {
    const { name, zone } = loadFacility(ledger, facilityId)
    throw refuse(
      `An acceptance until ${localWithOffset(until, zone)} (${name}) would be over already. Choose a later moment.`,
    )
  }
  const { rows, changed } = rowsToDecide(cache, {
    pairingId,
    of: chosenIn(cache, ledger, decided),
    decision,
    now: at,
  })
  if (rows.length === 0) return { decided: 0, changed, stored: null }
  assertDecidable(rows)
  const chosen = auditedAs(of, rows)
  const stored = decideDiscrepancies(ledger, { pairingId, decision, rows, chosen, reason, until, by, at })
  await showDecided(worker, [pairingId])
  return { decided: rows.length, changed, stored }
}
