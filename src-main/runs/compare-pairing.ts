import { CompareNumber, type RunId } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import type { Instant, ZoneId } from '#contract/time'
import type { WindowMs } from '../core/compare/versions.ts'
import {
  type CompareGround,
  type CompareRow,
  epochStart,
  forgetTouched,
  newestCompare,
  touchedGroups,
  writeCompare,
} from '../storage/compare-store.ts'
import type { ReadDb, WriteDb } from '../storage/database.ts'
import { countOpen } from '../storage/discrepancy-count-store.ts'
import { applyDiscrepancies, type DiscrepancyChange } from '../storage/discrepancy-store.ts'
import type { MatchWord } from '../storage/match-decision-store.ts'
import { applyMatches, type MatchChange, type MatchView, makeMatchView } from '../storage/match-store.ts'
import { findSide, listCompleteReads, loadSnapshot } from '../storage/snapshot-store.ts'
import { suspectGroups } from '../storage/suspect-groups.ts'
import { clusterDiscrepancies } from './cluster-discrepancies.ts'
import type { MovedSince } from './cluster-memory.ts'
import type { CompareBasis } from './compare-basis.ts'
import { planCompareChanges } from './plan-compare-changes.ts'
import { planMatchChanges } from './plan-match-changes.ts'
import { planOverlapChanges } from './plan-overlap-changes.ts'

export type ComparePairing = {
  pairing: Pairing
  runId: RunId
  sync: number
  judged: WindowMs
  /** The facility's. */
  zone: ZoneId
  at: Instant
  /** The newest word of a person on each pair of records. */
  words: readonly MatchWord[]
  /** Compares everything again, whatever changed. */
  whole?: boolean
}

/** What a compare stands on before anything is decided. */
type Outset = {
  number: CompareNumber
  left: SideAt
  right: SideAt
  before: CompareRow | null
  sameEpochs: boolean
  /** The newest word taken into account. */
  decided: number
  policy: string
  whole: boolean
  /** What to look at: in a whole compare all that does not plainly agree. */
  groups: Set<string>
}

type SideAt = { sideId: number; at: number; epoch: string }

/** What a policy change makes necessary to compare again. */
const policyOf = (pairing: Pairing): string =>
  JSON.stringify({ recipe: pairing.recipeId, ignored: [...pairing.policy.ignoredFields].sort() })

function publishedSide(db: ReadDb, pairing: Pairing, side: 'left' | 'right'): SideAt {
  const row = findSide(db, pairing.id, side)
  const snapshot = row?.published ? loadSnapshot(db, row.id, row.published) : null
  if (!row || !snapshot) throw new Error(`the ${side} side has no published snapshot to compare`)
  return { sideId: row.id, at: snapshot.number, epoch: snapshot.epoch }
}

/** Gathers what one compare looks at, and decides what is matched in it: incrementally where that is enough. Reads only. */
function planMatches(db: ReadDb, input: ComparePairing): { outset: Outset; matches: MatchChange[] } {
  const { pairing, judged, words } = input
  const left = publishedSide(db, pairing, 'left')
  const right = publishedSide(db, pairing, 'right')
  const ground: CompareGround = { left, right }
  const before = newestCompare(db, pairing.id)
  const policy = policyOf(pairing)
  const decided = Math.max(0, ...words.map(({ seq }) => seq))
  const sameEpochs = before !== null && before.leftEpoch === left.epoch && before.rightEpoch === right.epoch
  // A ledger put back from a backup knows fewer words than the compare before took in, and not which ones.
  const unsaid = before !== null && before.decided > decided
  const whole = input.whole === true || !before || !sameEpochs || before.policy !== policy || unsaid
  const matching = {
    ...{ pairingId: pairing.id, recipeId: pairing.recipeId, ground, words },
    ...{ decided: before?.decided ?? 0, sameEpochs },
  }
  const outset = {
    number: CompareNumber.parse((before?.number ?? 0) + 1),
    left,
    right,
    before,
    sameEpochs,
    decided,
    policy,
  }
  if (whole || !before) {
    const { groups, alone } = suspectGroups(db, ground, pairing.id)
    const matches = planMatchChanges(db, { ...matching, look: { at: 'all', alone } })
    return { outset: { ...outset, whole: true, groups }, matches }
  }
  const groups = touchedGroups(db, ground, before, judged)
  const matches = planMatchChanges(db, { ...matching, look: { at: 'touched', groups } })
  return { outset: { ...outset, whole: false, groups }, matches }
}

/** The groups to decide, each under the key it is gathered under, and those whose match changes under both. */
function groupsToDecide({ groups }: Outset, matches: readonly MatchChange[], view: MatchView): Set<string> {
  const all = new Set(groups)
  for (const { match } of matches) for (const group of [match.leftGroup, match.rightGroup]) all.add(group)
  for (const group of all) {
    const left = view.leftOf(group)
    if (left !== null) all.add(left)
  }
  return all
}

/** Decides one compare over the published snapshots, with the matches as they stand from it on. Reads only. */
function planCompare(
  db: ReadDb,
  input: ComparePairing,
  { outset, matches }: ReturnType<typeof planMatches>,
): { basis: CompareBasis; row: CompareRow; changes: DiscrepancyChange[] } {
  const { pairing, judged } = input
  const { number, left, right, before, sameEpochs, whole, policy, decided } = outset
  const basis: CompareBasis = {
    pairingId: pairing.id,
    recipeId: pairing.recipeId,
    ignored: new Set(pairing.policy.ignoredFields),
    judged,
    zone: input.zone,
    ground: { left, right },
    matches: makeMatchView(db, { pairingId: pairing.id, number }),
    reads: { left: listCompleteReads(db, left.sideId, left.at), right: listCompleteReads(db, right.sideId, right.at) },
    previous: sameEpochs ? before : null,
    sameEpochs,
    epochs: { left: epochStart(db, left), right: epochStart(db, right) },
  }
  const groups = groupsToDecide(outset, matches, basis.matches)
  const changes = [...planCompareChanges(db, basis, groups), ...planOverlapChanges(db, basis, { groups, whole })]
  const row: CompareRow = {
    pairingId: pairing.id,
    number,
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
    decided,
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

/** What clusters have to be looked for again in: in a whole compare everything. */
function movedSince(outset: Outset, { judged }: CompareBasis, changes: readonly DiscrepancyChange[]): MovedSince {
  const { number, before, whole, groups, left, right } = outset
  return {
    ...{ compare: number, from: whole || !before ? null : before.number, groups, changes },
    since: { left: before?.leftSnapshot ?? left.at, right: before?.rightSnapshot ?? right.at },
    window: before ?? judged,
  }
}

/** One compare in one transaction: which records are one thing, then in what each thing differs. */
export function comparePairing(db: WriteDb, input: ComparePairing): { row: CompareRow; basis: CompareBasis } {
  return db.transaction(() => {
    const planned = planMatches(db, input)
    applyMatches(db, { pairingId: input.pairing.id, number: planned.outset.number }, planned.matches)
    const { basis, row, changes } = planCompare(db, input, planned)
    forgetTouched(db, row.pairingId)
    const stored = applyCompare(db, row, changes)
    clusterDiscrepancies(db, basis, movedSince(planned.outset, basis, changes))
    return { row: stored, basis }
  })
}
