import type { DiscrepancyRow, SeenIn, TimelineEntry } from '#contract/discrepancies'
import type { SideName } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import { recipes } from '#contract/recipes'
import { fromMs, type Instant, type ZoneId } from '#contract/time'
import { describeAssignment, describeDecision, describeWord } from '../core/blame/describe-decision.ts'
import type { Naming } from '../core/blame/describe-fields.ts'
import {
  describeClosed,
  describeFound,
  describeRecordChange,
  describeRecordEvent,
  type RecordVersionStep,
} from '../core/blame/describe-timeline.ts'
import { wordScopeOf } from '../runs/word-scope.ts'
import { assignmentsOf } from '../storage/assignment-store.ts'
import { type ComparePoint, listComparePoints } from '../storage/compare-history-store.ts'
import type { CompareGround, CompareRow } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { listVersions } from '../storage/discrepancy-history-store.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import {
  listDecisionSteps,
  listPartners,
  listRecordSteps,
  listWordSteps,
  type RecordStep,
} from '../storage/timeline-store.ts'
import { meets } from './calendar-things.ts'

type Files = { ledger: ReadDb; cache: ReadDb }

type TimelineInput = {
  pairing: Pairing
  stored: StoredDiscrepancy
  row: DiscrepancyRow
  compare: CompareRow
  ground: CompareGround | null
  /** Null where the newest compare is in view. */
  asOf: Instant | null
}

const entry = (about: TimelineEntry['about'], at: Instant, tell: string, rest: Partial<TimelineEntry> = {}) => ({
  ...{ at, about, side: null, tell, asOf: null },
  ...rest,
})

/** The moment to look at a compare; null where time travel does not reach it any more. */
const reached = (point: ComparePoint | undefined): Instant | null => (point?.viewable ? point.comparedAt : null)

/** What a side did with one of its records, version by version. */
function ofRecord(
  steps: readonly RecordStep[],
  {
    system,
    points,
    zone,
    pairing,
  }: { system: string; points: readonly ComparePoint[]; zone: ZoneId; pairing: Pairing },
): TimelineEntry[] {
  const { fields } = recipes[pairing.recipeId]
  const shownAt = (side: SideName, number: number): Instant | null =>
    reached(points.find((one) => (side === 'left' ? one.leftSnapshot : one.rightSnapshot) >= number))
  const toStep = ({ state, startMs, endMs, fields: held }: RecordStep): RecordVersionStep => ({
    state,
    values: { ...held, start: fromMs(startMs), end: fromMs(endMs) },
  })
  return steps.flatMap((step, index): TimelineEntry[] => {
    const { side, key, born, bornAt, ended, endedAt } = step
    const [before, next] = [steps[index - 1], steps[index + 1]]
    const told = { system, key, fields, zone }
    const came =
      before?.ended === born
        ? describeRecordChange(toStep(before), toStep(step), told)
        : step.fresh
          ? describeRecordEvent(before ? 'again' : 'first', told)
          : before
            ? describeRecordEvent('back', told)
            : null
    const went = ended !== null && next?.born !== ended && describeRecordEvent(step.gone ? 'gone' : 'elsewhere', told)
    return [
      ...(came && bornAt ? [entry('record', bornAt, came, { side, asOf: shownAt(side, born) })] : []),
      ...(went && endedAt && ended !== null
        ? [entry('record', endedAt, went, { side, asOf: shownAt(side, ended) })]
        : []),
    ]
  })
}

function ofRecords(
  { cache }: Files,
  { pairing, stored, row, compare, ground }: TimelineInput,
  points: readonly ComparePoint[],
): TimelineEntry[] {
  if (!ground) return []
  const own = [stored.groupKey, ...(stored.otherGroup === null ? [] : [stored.otherGroup])]
  const groups = [
    ...new Set(own.flatMap((group) => [group, ...listPartners(cache, pairing.id, group, compare.number)])),
  ]
  return (['left', 'right'] as const).flatMap((side) => {
    const system = side === 'left' ? row.leftSystem : row.rightSystem
    const steps = listRecordSteps(cache, { side, ...ground[side], groups })
    return [...Map.groupBy(steps, ({ key }) => key).values()].flatMap((one) =>
      ofRecord(one, { system, points, zone: row.zone, pairing }),
    )
  })
}

function ofDiscrepancy(
  versions: readonly StoredDiscrepancy[],
  { pairing, row, compare }: TimelineInput,
  points: readonly ComparePoint[],
): TimelineEntry[] {
  const { fields } = recipes[pairing.recipeId]
  const naming: Naming = { systems: { left: row.leftSystem, right: row.rightSystem }, zone: row.zone }
  const at = new Map(points.map((point): [number, ComparePoint] => [point.number, point]))
  const tell = (how: Parameters<typeof describeFound>[0], one: StoredDiscrepancy) =>
    describeFound(how, one, { naming, fields })
  return versions.flatMap((one, index): TimelineEntry[] => {
    const before = versions[index - 1]
    const follows = before?.ended === one.born && before.closed === 'changed'
    const said = follows
      ? tell('Now', before) === tell('Now', one)
        ? null
        : tell('Now', one)
      : // What stood before the first version stored, a purge took away.
        tell(before ? 'Found again' : one.born === one.firstCompare ? 'Found' : 'Now', one)
    // A compare that is not stored any more shows nothing; when it was first found is kept.
    const born = at.get(one.born)
    const found = born?.comparedAt ?? (one.born === one.firstCompare ? one.firstSeenAt : null)
    const ended = one.ended !== null && one.ended <= compare.number ? at.get(one.ended) : undefined
    return [
      ...(said !== null && found ? [entry('discrepancy', found, said, { asOf: reached(born) })] : []),
      ...(ended && one.closed !== null && one.closed !== 'changed'
        ? [entry('discrepancy', ended.comparedAt, describeClosed(one.closed), { asOf: reached(ended) })]
        : []),
    ]
  })
}

function ofPeople({ ledger }: Files, { pairing, stored, row }: TimelineInput): TimelineEntry[] {
  const { fingerprint, leftKey, rightKey } = stored
  const words = listWordSteps(ledger, wordScopeOf(ledger, pairing), { left: leftKey, right: rightKey })
  return [
    ...listDecisionSteps(ledger, pairing.id, fingerprint).map((one) =>
      entry('person', one.at, describeDecision(one, row)),
    ),
    ...words.map((one) => entry('person', one.at, describeWord(one))),
    ...assignmentsOf(ledger, pairing.id, fingerprint).map((one) => entry('person', one.at, describeAssignment(one))),
  ]
}

/** In how many compares it was found, of those that judged the time at which it stood. One sync counts once. */
function seenIn(
  versions: readonly StoredDiscrepancy[],
  stored: StoredDiscrepancy,
  points: readonly ComparePoint[],
): SeenIn {
  const first = versions[0] ?? stored
  const syncs = new Map<number, boolean>()
  for (const point of points) {
    if (point.number < first.firstCompare || syncs.has(point.sync)) continue
    const shown = versions.findLast((one) => one.born <= point.number) ?? first
    const found = shown.ended === null || shown.ended > point.number
    if (found || meets(shown, point)) syncs.set(point.sync, found)
  }
  const found = [...syncs.values()].filter(Boolean).length
  return { first: first.firstSeenAt, found, compares: syncs.size }
}

/** What happened to a discrepancy and its records, oldest first, and in how many compares it was found; up to the compare in view. */
export function discrepancyHistory(files: Files, input: TimelineInput): { timeline: TimelineEntry[]; seenIn: SeenIn } {
  const { pairing, stored, compare, asOf } = input
  const points = listComparePoints(files.cache, { pairingId: pairing.id, from: 0, upTo: compare.number })
  const versions = listVersions(files.cache, compare, stored.fingerprint)
  const all = [
    ...ofRecords(files, input, points),
    ...ofDiscrepancy(versions, input, points),
    ...ofPeople(files, input).filter(({ at }) => asOf === null || at <= asOf),
  ]
  // A stable sort: of one moment the records come first, then what was found, then what somebody said.
  return {
    timeline: all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
    seenIn: seenIn(versions, stored, points),
  }
}
