import { CompareNumber, type RunId } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import type { Instant } from '#contract/time'
import type { WindowMs } from '../core/compare/versions.ts'
import {
  type CompareGround,
  type CompareRow,
  epochStart,
  newestCompare,
  touchedGroups,
  writeCompare,
} from '../storage/compare-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { applyDiscrepancies, countOpen, type DiscrepancyChange } from '../storage/discrepancy-store.ts'
import { findSide, listCompleteReads, loadSnapshot } from '../storage/snapshot-store.ts'
import { suspectGroups } from '../storage/suspect-groups.ts'
import type { CompareBasis } from './compare-basis.ts'
import { planCompareChanges } from './plan-compare-changes.ts'
import { planOverlapChanges } from './plan-overlap-changes.ts'

export type ComparePairing = {
  pairing: Pairing
  runId: RunId
  sync: number
  judged: WindowMs
  at: Instant
  /** Compares everything again, whatever changed. */
  whole?: boolean
}

export type PlannedCompare = { basis: CompareBasis; row: CompareRow; changes: DiscrepancyChange[] }

/** What a policy change makes necessary to compare again. */
const policyOf = (pairing: Pairing): string =>
  JSON.stringify({ recipe: pairing.recipeId, ignored: [...pairing.policy.ignoredFields].sort() })

function publishedSide(
  db: ReadDb,
  pairing: Pairing,
  side: 'left' | 'right',
): { sideId: number; at: number; epoch: string } {
  const row = findSide(db, pairing.id, side)
  const snapshot = row?.published ? loadSnapshot(db, row.id, row.published) : null
  if (!row || !snapshot) throw new Error(`the ${side} side has no published snapshot to compare`)
  return { sideId: row.id, at: snapshot.number, epoch: snapshot.epoch }
}

/** Gathers and decides one compare over the published snapshots: incrementally where that is enough. Reads only. */
export function planCompare(db: ReadDb, input: ComparePairing): PlannedCompare {
  const { pairing, judged } = input
  const left = publishedSide(db, pairing, 'left')
  const right = publishedSide(db, pairing, 'right')
  const ground: CompareGround = { left, right }
  const before = newestCompare(db, pairing.id)
  const policy = policyOf(pairing)
  const sameEpochs = before !== null && before.leftEpoch === left.epoch && before.rightEpoch === right.epoch
  const whole = input.whole === true || !before || !sameEpochs || before.policy !== policy
  const basis: CompareBasis = {
    pairingId: pairing.id,
    recipeId: pairing.recipeId,
    ignored: new Set(pairing.policy.ignoredFields),
    judged,
    ground,
    reads: { left: listCompleteReads(db, left.sideId, left.at), right: listCompleteReads(db, right.sideId, right.at) },
    previous: sameEpochs ? before : null,
    sameEpochs,
    epochs: { left: epochStart(db, left), right: epochStart(db, right) },
  }
  const groups = whole || !before ? suspectGroups(db, ground, pairing.id) : touchedGroups(db, ground, before, judged)
  const changes = [...planCompareChanges(db, basis, groups), ...planOverlapChanges(db, basis, { groups, whole })]
  const row: CompareRow = {
    pairingId: pairing.id,
    number: CompareNumber.parse((before?.number ?? 0) + 1),
    sync: input.sync,
    runId: input.runId,
    leftSnapshot: left.at,
    rightSnapshot: right.at,
    leftEpoch: left.epoch,
    rightEpoch: right.epoch,
    startMs: judged.startMs,
    endMs: judged.endMs,
    policy,
    whole,
    comparedAt: input.at,
    open: 0,
    opened: changes.filter((one) => one.change === 'open').length,
    closed: changes.filter((one) => one.change === 'close').length,
  }
  return { basis, row, changes }
}

/** Applies changes under a compare's number and stores its counts. */
export function applyCompare(db: WriteDb, row: CompareRow, changes: readonly DiscrepancyChange[]): CompareRow {
  return db.transaction(() => {
    applyDiscrepancies(db, { pairingId: row.pairingId, compare: row.number, at: row.comparedAt }, changes)
    const stored = { ...row, open: countOpen(db, row.pairingId) }
    writeCompare(db, stored)
    return stored
  })
}

/** One compare in one transaction: gather, decide, apply. */
export function comparePairing(db: WriteDb, input: ComparePairing): { row: CompareRow; basis: CompareBasis } {
  return db.transaction(() => {
    const { basis, row, changes } = planCompare(db, input)
    return { row: applyCompare(db, row, changes), basis }
  })
}
