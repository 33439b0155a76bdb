import { assertNever } from '#contract/assert-never'
import type { DiscrepancyKind, UnverifiedReason } from '#contract/discrepancies'
import { otherSide, type SideName } from '#contract/ids'
import type { ComparedField } from '#contract/recipes'
import { differingFields, type ValueDifference } from './differing-fields.ts'
import { type CompleteRead, judgeAbsence } from './judge-absence.ts'
import { type Group, meetsWindow, type VisibleVersion, type WindowMs } from './versions.ts'

/** What is known of a side beyond the group's records: its complete reads, and the newest "not found" to the group's key there. */
export type SideKnowledge = { reads: readonly CompleteRead[]; keyAbsentIn: number | null }

export type DecideInput = {
  group: Group
  judged: WindowMs
  fields: readonly ComparedField[]
  ignored: ReadonlySet<string>
  left: SideKnowledge
  right: SideKnowledge
  /** Newest answer of a Get made to check this group's absence, while the record it was made for stands. */
  checked: 'found' | 'not-found' | null
  /** True where the side that lacks it holds a record that this one names, or that names this one, under another key. */
  linkedOneWay: boolean
  /** The discrepancy of this group that was open at the previous compare. */
  established: { kind: DiscrepancyKind; differences: readonly ValueDifference[] } | null
}

export type Verdict =
  | { verdict: 'agrees' }
  | { verdict: 'outside' }
  | {
      verdict: 'discrepancy'
      kind: DiscrepancyKind
      reason: UnverifiedReason | null
      /** The side that lacks it or holds it twice. */
      side: SideName | null
      differences: ValueDifference[]
    }

type Discrepant = Extract<Verdict, { verdict: 'discrepancy' }>

const unverified = (reason: UnverifiedReason, side: SideName | null, differences: ValueDifference[] = []): Verdict => ({
  verdict: 'discrepancy',
  kind: 'unverified',
  reason,
  side,
  differences,
})

function judgeOneSided(present: VisibleVersion, input: DecideInput): Verdict {
  if (present.state === 'refused') return unverified('refused-record', present.side)
  const lacking = otherSide(present.side)
  if (input.linkedOneWay) return unverified('linked-one-way', lacking)
  const known = input[lacking]
  const absence = judgeAbsence({
    present,
    judged: input.judged,
    reads: known.reads,
    keyAbsentIn: known.keyAbsentIn,
    checked: input.checked,
  })
  switch (absence) {
    case 'absent':
      return {
        verdict: 'discrepancy',
        kind: present.side === 'left' ? 'only-left' : 'only-right',
        reason: null,
        side: lacking,
        differences: [],
      }
    case 'not-proven':
      return unverified('absence-not-proven', lacking)
    case 'listed-not-got':
      return unverified('listed-not-got', lacking)
    default:
      return assertNever(absence)
  }
}

function judgeValues(input: DecideInput): Verdict {
  const { left, right } = input.group
  const [l] = left
  const [r] = right
  if (left.length > 1 || right.length > 1) {
    const side = left.length > 1 && right.length > 1 ? null : left.length > 1 ? 'left' : 'right'
    return { verdict: 'discrepancy', kind: 'duplicate', reason: null, side, differences: [] }
  }
  if (l && r) {
    if (l.state === 'refused') return unverified('refused-record', 'left')
    if (r.state === 'refused') return unverified('refused-record', 'right')
    const differences = differingFields(l, r, input)
    if (differences.length === 0) return { verdict: 'agrees' }
    return { verdict: 'discrepancy', kind: 'differs', reason: null, side: null, differences }
  }
  const present = l ?? r
  return present ? judgeOneSided(present, input) : { verdict: 'agrees' }
}

/** True where the verdict claims nothing that was not established before: the same kind, and no further field. */
function stands(verdict: Discrepant, established: DecideInput['established']): boolean {
  if (established?.kind !== verdict.kind) return false
  return verdict.differences.every(({ field }) => established.differences.some((one) => one.field === field))
}

/**
 * Decides one group from what is visible at both snapshots. A new difference that rests on a record the newest
 * read missed is `unverified`; one established before survives a later partial read.
 */
export function decideGroup(input: DecideInput): Verdict {
  const all = [...input.group.left, ...input.group.right]
  if (all.length === 0) return { verdict: 'agrees' }
  if (!all.some((version) => meetsWindow(version, input.judged))) return { verdict: 'outside' }
  const verdict = judgeValues(input)
  if (verdict.verdict !== 'discrepancy' || verdict.kind === 'unverified') return verdict
  const missed = all.find((version) => version.unread)
  if (!missed || stands(verdict, input.established)) return verdict
  return unverified('not-read-again', missed.side, verdict.differences)
}
