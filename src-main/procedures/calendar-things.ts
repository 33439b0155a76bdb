import type { DiscrepancyRow } from '#contract/discrepancies'
import type { Fingerprint, PairingId, SideName } from '#contract/ids'
import type { RecipeId } from '#contract/recipes'
import { recipes } from '#contract/recipes'
import type { Instant } from '#contract/time'
import { type CalendarRecord, pairThings, type Thing } from '../core/calendar/place-things.ts'
import { duplicateFingerprint, pairFingerprint } from '../core/compare/group-key.ts'
import {
  listMatched,
  listPlaced,
  listPlacedElsewhere,
  type NamingFields,
  type PlacedRecord,
  type Reach,
} from '../storage/calendar-store.ts'
import type { CompareGround, CompareRow } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { asFoundThen, listMeeting, listOpenUnder } from '../storage/discrepancy-history-store.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'

export type SpanMs = { startMs: number; endMs: number }

/** The fields of a recipe that say whose lane a record stands in and what it is called. */
export function namingFieldsOf(recipeId: RecipeId): NamingFields {
  const { fields } = recipes[recipeId]
  return {
    name: fields.find(({ type }) => type === 'person')?.name ?? '',
    label: fields.find(({ group }) => group === 'details')?.name ?? '',
  }
}

/** A compare of a pairing and the snapshots it stands on. */
export type Looked = { compare: CompareRow; ground: CompareGround; recipeId: RecipeId }

/** Everything both sides hold in a span as the compare paired it; a record outside comes with the group it belongs to. */
export function groupsIn(cache: ReadDb, { compare, ground, recipeId }: Looked, span: SpanMs, reach: Reach): Thing[] {
  const fields = namingFieldsOf(recipeId)
  const query = (side: SideName) => ({ side, at: ground[side], span, fields, reach })
  const held = { left: listPlaced(cache, query('left')), right: listPlaced(cache, query('right')) }
  const groupsOf = (side: SideName): Set<string> => new Set(held[side].map(({ groupKey }) => groupKey))
  const matched = listMatched(cache, compare, { left: groupsOf('left'), right: groupsOf('right') })
  const [leftOf, rightOf] = [new Map(matched.map(([left, right]) => [right, left])), new Map(matched)]
  const homeOf = ({ side, groupKey }: PlacedRecord): string =>
    side === 'right' ? (leftOf.get(groupKey) ?? groupKey) : groupKey
  const homes = [...new Set([...held.left, ...held.right].map(homeOf))]
  const elsewhere = [
    ...listPlacedElsewhere(cache, query('left'), homes),
    ...listPlacedElsewhere(
      cache,
      query('right'),
      homes.map((home) => rightOf.get(home) ?? home),
    ),
  ]
  const records = [...held.left, ...held.right, ...elsewhere]
  return pairThings(records.map((one): CalendarRecord => ({ ...one, home: homeOf(one) })))
}

/** The things that meet a span, on either side. */
export const thingsIn = (cache: ReadDb, looked: Looked, span: SpanMs): Thing[] =>
  groupsIn(cache, looked, span, 'meeting').filter(({ left, right }) => meets(left, span) || meets(right, span))

/** True where a record shares an instant with the span; one without length counts as its start. */
export function meets(record: SpanMs | null, { startMs, endMs }: SpanMs): boolean {
  if (!record) return false
  if (record.startMs === record.endMs) return record.startMs >= startMs && record.startMs < endMs
  return record.startMs < endMs && record.endMs > startMs
}

/** What the compare found about these things and in the span, by start; in time travel without what people decided. */
export function foundAbout(
  cache: ReadDb,
  { compare }: Looked,
  { things, span, asOf }: { things: readonly Thing[]; span: SpanMs; asOf: Instant | undefined },
): StoredDiscrepancy[] {
  const found = new Map(listMeeting(cache, compare, span).map((one) => [one.fingerprint, one]))
  // What is found about a thing may stand where its other record does, outside.
  const reaches = (record: SpanMs | null): boolean => record !== null && !meets(record, span)
  const reaching = things.filter(({ left, right }) => reaches(left) || reaches(right))
  const missing = reaching
    .flatMap(({ home }) => fingerprintsOf(compare.pairingId, home))
    .filter((one) => !found.has(one))
  for (const one of listOpenUnder(cache, compare, missing)) found.set(one.fingerprint, one)
  const all = [...found.values()].sort((a, b) => a.startMs - b.startMs || a.id - b.id)
  return asOf === undefined ? all : all.map(asFoundThen)
}

/** Under which fingerprints something may be found about the things of a group. */
export const fingerprintsOf = (pairingId: PairingId, home: string): [pair: Fingerprint, duplicate: Fingerprint] => [
  pairFingerprint(pairingId, home),
  duplicateFingerprint(pairingId, home),
]

/** The records a row is about, by side and key: both of a pair, or all that take part in a double booking. */
export function recordsOf(row: DiscrepancyRow | StoredDiscrepancy): string[] {
  const named = [row, ...row.members]
  return named.flatMap(({ leftKey, rightKey }) => [
    ...(leftKey === null ? [] : [`left ${leftKey}`]),
    ...(rightKey === null ? [] : [`right ${rightKey}`]),
  ])
}
