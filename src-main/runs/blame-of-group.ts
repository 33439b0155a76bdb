import type { DiscrepancyKind, FieldDifference, Origin } from '#contract/discrepancies'
import { otherSide, type RecordKey, type SideName } from '#contract/ids'
import type { MatchedBy } from '#contract/matches'
import { recipes } from '#contract/recipes'
import type { Instant } from '#contract/time'
import { blameField } from '../core/blame/blame-field.ts'
import { findOrigin } from '../core/blame/find-origin.ts'
import { comparedValues, type ValueDifference } from '../core/compare/differing-fields.ts'
import { firstSpanOf, lastHeldInGroup, loadGroupSide } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { BaseValues, StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { formerPartner, makeMatchView } from '../storage/match-store.ts'
import { type CompareBasis, loadGroups, type StoredGroup } from './compare-basis.ts'

type Paired = { rightKey: RecordKey | null; matchedBy: MatchedBy | null }

/** False where a match put another record in place of one: what was known of that one says nothing of this. */
const isSameThing = (before: Paired, now: Paired): boolean =>
  before.rightKey === now.rightKey ||
  [before, now].every(({ matchedBy }) => matchedBy === null || matchedBy === 'reference')

const pairedIn = ({ right, matchedBy }: StoredGroup): Paired => ({ rightKey: right[0]?.key ?? null, matchedBy })

/** True where what stands was said of the records that the group holds now. */
export const isStill = (open: StoredDiscrepancy, group: StoredGroup): boolean => isSameThing(open, pairedIn(group))

/** The groups as they stood at the previous compare; none where nothing before says anything of now. */
export const loadPrevious = (db: ReadDb, { previous, ground }: CompareBasis, keys: readonly string[]) =>
  previous === null || keys.length === 0
    ? new Map<string, StoredGroup>()
    : loadGroups(
        db,
        {
          ground: {
            left: { ...ground.left, at: previous.leftSnapshot },
            right: { ...ground.right, at: previous.rightSnapshot },
          },
          matches: makeMatchView(db, previous),
        },
        keys,
      )

/** What both sides held in `before`, for the fields in which they agreed then; without those not compared. */
export function baseOf(basis: CompareBasis, group: StoredGroup, before: StoredGroup | undefined): BaseValues | null {
  if (!before || !isSameThing(pairedIn(before), pairedIn(group))) return null
  const [left, right] = [before.left[0], before.right[0]]
  if (!left || !right || before.left.length > 1 || before.right.length > 1) return null
  if (left.state === 'refused' || right.state === 'refused') return null
  const { fields } = recipes[basis.recipeId]
  const values = { left: comparedValues(left, fields), right: comparedValues(right, fields) }
  const agreed = fields.filter(({ name }) => !basis.ignored.has(name) && values.left[name] === values.right[name])
  return Object.fromEntries(agreed.map(({ name }) => [name, values.left[name] ?? null]))
}

/** The differences that did not stand in what was open before. */
export const freshOf = (open: StoredDiscrepancy, differences: readonly ValueDifference[]): ValueDifference[] =>
  differences.filter(({ field }) => !open.differences.some((one) => one.field === field))

/**
 * The base of a discrepancy that stands already: a field that differed before keeps what was known of it then; one that
 * begins to differ now takes what both held at the previous compare, `agreed`.
 */
export function baseOfOpen(
  open: StoredDiscrepancy,
  differences: readonly ValueDifference[],
  agreed: BaseValues | null,
): BaseValues | null {
  const met = freshOf(open, differences).flatMap(({ field }) =>
    agreed && field in agreed ? [[field, agreed[field] ?? null] as const] : [],
  )
  return met.length === 0 ? open.base : { ...open.base, ...Object.fromEntries(met) }
}

type KnownBefore = { base: BaseValues | null; before: readonly FieldDifference[] }

/**
 * Says of each difference who moved it, and when a read first showed the value it has now. What stood before keeps its
 * moment while its value stands: a later change of another field makes a new version, and moves nothing here.
 */
export function withBlame(
  group: StoredGroup,
  differences: readonly ValueDifference[],
  { base, before }: KnownBefore,
): FieldDifference[] {
  return differences.flatMap((one): FieldDifference[] => {
    const known = base !== null && one.field in base ? { base: base[one.field] ?? null } : {}
    const blame = blameField({ base: known.base, left: one.left, right: one.right })
    if (blame === 'agree') return []
    const stood = before.find(({ field }) => field === one.field)
    const movedAt = (side: SideName): Instant | undefined => {
      const kept = side === 'left' ? stood?.leftMovedAt : stood?.rightMovedAt
      return kept !== undefined && stood?.[side] === one[side] ? kept : group[side][0]?.bornAt
    }
    const left = blame === 'left-moved' || blame === 'both-moved' ? movedAt('left') : undefined
    const right = blame === 'right-moved' || blame === 'both-moved' ? movedAt('right') : undefined
    return [
      {
        ...one,
        ...known,
        blame,
        ...(left === undefined ? {} : { leftMovedAt: left }),
        ...(right === undefined ? {} : { rightMovedAt: right }),
      },
    ]
  })
}

type Held = NonNullable<ReturnType<typeof lastHeldInGroup>>

/** What a side held last that was one with this group, by a cross reference or by a match; null where it never did. */
function lastHeld(
  db: ReadDb,
  basis: CompareBasis,
  groupKey: string,
  lacking: SideName,
): (Pick<Held, 'gone'> & Partial<Held>) | null {
  const at = { ...basis.ground[lacking], after: basis.epochs[lacking].after }
  const held = lastHeldInGroup(db, at, groupKey)
  const partner = basis.previous && formerPartner(db, basis.previous, groupKey)
  if (partner === null) return held
  // It is still there and only no longer taken for the same thing: nobody deleted it.
  if (loadGroupSide(db, lacking, at, partner).length > 0) return { gone: false }
  const matched = lastHeldInGroup(db, at, partner)
  return held && (!matched || held.sync > matched.sync) ? held : matched
}

/**
 * How a record that one side lacks came to stand alone: found when that is first said, kept while it is said. Only reads
 * of both sides' present epochs count; null for anything else than a proven absence.
 */
export function originOf(
  db: ReadDb,
  basis: CompareBasis,
  group: StoredGroup,
  { kind, open }: { kind: DiscrepancyKind; open: StoredDiscrepancy | null },
): Origin | null {
  if (kind !== 'only-left' && kind !== 'only-right') return null
  if (open?.kind === kind && open.origin !== null) return open.origin
  const side: SideName = kind === 'only-left' ? 'left' : 'right'
  const present = group[side][0]
  if (!present) return null
  const lacking = otherSide(side)
  const held = lastHeld(db, basis, group.key, lacking)
  const span = firstSpanOf(db, present.id) ?? present
  const covered = basis.reads[side].some(
    (read) =>
      read.sync < present.sinceSync &&
      read.startMs <= span.startMs &&
      read.endMs >= Math.max(span.endMs, span.startMs + 1),
  )
  return findOrigin({
    present: side,
    lacking,
    heldBefore: held?.sync !== undefined && held.gone && held.sync > present.sinceSync,
    lackingEndedAt: held?.at ?? null,
    presentSinceAt: present.sinceAt,
    // Whoever lacks it and held it once, or was read for the first time when it came, cannot be said never to have had it.
    coveredBefore: covered && held === null && present.sinceSync > basis.epochs[lacking].firstSync,
  })
}
