import { toErrorData } from '#contract/errors'
import { type Fingerprint, otherSide, RecordKey, type SideName } from '#contract/ids'
import type { RunLogLine } from '#contract/runs'
import type { Clock } from '../platform/clock.ts'
import { type CompareRow, loadGroupSide } from '../storage/compare-store.ts'
import type { WriteDb } from '../storage/database.ts'
import { addEvidence, type EvidenceRow, listAbsences, standingAnswer } from '../storage/evidence-store.ts'
import { anyOpenKey } from '../storage/record-version-store.ts'
import { clusterDiscrepancies } from './cluster-discrepancies.ts'
import type { CompareBasis } from './compare-basis.ts'
import { applyCompare } from './compare-pairing.ts'
import { keyOn, planCompareChanges } from './plan-compare-changes.ts'
import type { SidePlan } from './side-plan.ts'

/** How many absences one sync asks about; the rest next time. */
const askedPerSync = 50

export type CheckAbsence = {
  db: WriteDb
  basis: CompareBasis
  row: CompareRow
  plans: Readonly<Record<SideName, SidePlan>>
  clock: Clock
  signal: AbortSignal
  log(level: RunLogLine['level'], text: string): void
}

type Question = { fingerprint: Fingerprint; groupKey: string; side: SideName; key: RecordKey; versionId: number }

function questions({ db, basis, plans }: CheckAbsence): Question[] {
  const found: Question[] = []
  for (const { fingerprint, groupKey, side, listedNotGot } of listAbsences(db, basis.pairingId)) {
    if (found.length >= askedPerSync) break
    if (!plans[side].reads.get || plans[side].readBy === 'keys') continue
    const present = loadGroupSide(db, otherSide(side), basis.ground[otherSide(side)], groupKey)[0]
    const key = present && keyOn(side, present, basis.recipeId)
    if (!present || !key) continue
    const about = { pairingId: basis.pairingId, groupKey, versionIds: [present.id] }
    const settled = !listedNotGot && standingAnswer(db, basis.ground, about) === 'absent'
    if (!settled) found.push({ fingerprint, groupKey, side, key: RecordKey.parse(key), versionId: present.id })
  }
  return found
}

/** One answer; a failed call is "no answer", never "absent". */
async function ask(input: CheckAbsence, side: SideName, key: RecordKey): Promise<EvidenceRow['answer']> {
  const { plans, signal, log } = input
  const plan = plans[side]
  try {
    for await (const found of plan.reads.get?.(plan.open(signal), plan.scope, [key]) ?? []) {
      if (found.record === 'not-found') return 'absent'
      return 'kind' in found.record ? 'present' : 'refused'
    }
    return 'no-answer'
  } catch (thrown) {
    if (signal.aborted) throw thrown
    log('warn', `${plan.system}: Get did not answer (${toErrorData(thrown).code})`)
    return 'no-answer'
  }
}

/**
 * Whether this side's Get works at all: it must return a record its own list has just returned. Otherwise a wrong
 * address that answers 404 to everything would confirm every absence.
 */
async function getWorks(input: CheckAbsence, side: SideName): Promise<boolean> {
  const known = anyOpenKey(input.db, input.basis.ground[side].sideId, input.plans[side].scope)
  if (known === null) return false
  const answer = await ask(input, side, known)
  if (answer !== 'present') {
    input.log(
      'warn',
      `${input.plans[side].system}: Get does not return a record that the list returned, so it was not used to confirm absences`,
    )
  }
  return answer === 'present'
}

/**
 * Asks Get about records that one list lacks and stores the answers as evidence; a record that Get returns after all
 * is shown as unverified. Returns the compare with its counts after that.
 */
export async function checkAbsence(input: CheckAbsence): Promise<CompareRow> {
  const { db, basis, row, clock } = input
  const open = questions(input)
  const works: Partial<Record<SideName, boolean>> = {}
  const rows: EvidenceRow[] = []
  for (const { fingerprint, groupKey, side, key, versionId } of open) {
    works[side] ??= await getWorks(input, side)
    if (!works[side]) continue
    const answer = await ask(input, side, key)
    rows.push({
      pairingId: basis.pairingId,
      fingerprint,
      groupKey,
      side,
      answer,
      versionId,
      compare: row.number,
      askedAt: clock.now(),
    })
  }
  if (rows.length === 0) return row
  return db.transaction(() => {
    addEvidence(db, rows)
    const changes = planCompareChanges(db, basis, new Set(rows.map((one) => one.groupKey)))
    const stored = applyCompare(db, row, changes)
    const { left, right } = basis.ground
    clusterDiscrepancies(db, basis, {
      ...{ compare: row.number, from: row.number, groups: new Set(), changes },
      ...{ since: { left: left.at, right: right.at }, window: basis.judged },
    })
    return stored
  })
}
