import { z } from 'zod'
import {
  ClusterId,
  CompareId,
  FacilityId,
  Fingerprint,
  OperatorId,
  PairingId,
  RecordKey,
  ResourceKey,
  SideName,
} from './ids.ts'
import { LinkFinding, MatchedBy, PairMatch } from './matches.ts'
import { FieldGroup } from './recipes.ts'
import { Fields, FieldValue, WrittenTimes } from './records.ts'
import { Instant, Span, ZoneId } from './time.ts'

export const DiscrepancyKind = z.enum([
  'only-left',
  'only-right',
  'differs',
  'duplicate',
  'overlap',
  'missing-availability',
  'excess-availability',
  'unverified',
])
export type DiscrepancyKind = z.infer<typeof DiscrepancyKind>

/** Why a difference is not claimed as fact. */
export const UnverifiedReason = z.enum([
  /** A record was refused at the edge, so its values are not known. */
  'refused-record',
  /** The side that lacks the record was not read completely since the record exists. */
  'absence-not-proven',
  /** A value rests on a record that the newest read of its side missed. */
  'not-read-again',
  /** The list left it out, but Get returns it. */
  'listed-not-got',
  /** One side names a record of the other, which does not name it back. */
  'linked-one-way',
])
export type UnverifiedReason = z.infer<typeof UnverifiedReason>

/** Which side moved away from what both last agreed on; `never-agreed` where nothing is known that they agreed on. */
export const FieldBlame = z.enum(['left-moved', 'right-moved', 'both-moved', 'never-agreed'])
export type FieldBlame = z.infer<typeof FieldBlame>

/**
 * One field in which the sides differ; `base` is what both last agreed on, where known. The moments are those at which
 * a read first showed the new value: the vendors do not say when it was entered.
 */
export const FieldDifference = z.strictObject({
  field: z.string(),
  left: FieldValue,
  right: FieldValue,
  base: FieldValue.optional(),
  blame: FieldBlame,
  leftMovedAt: Instant.optional(),
  rightMovedAt: Instant.optional(),
})
export type FieldDifference = z.infer<typeof FieldDifference>

/** How a record came to stand on one side only. `side` is the one that created or deleted it. */
export const Origin = z.strictObject({
  how: z.enum(['created', 'deleted', 'never-agreed']),
  side: SideName.nullable(),
  at: Instant.nullable(),
})
export type Origin = z.infer<typeof Origin>

/** One of the two things that meet in an overlap. */
export const OverlapMember = z.strictObject({
  leftKey: RecordKey.nullable(),
  rightKey: RecordKey.nullable(),
  /** How its two records were found to be one thing; null where one system alone holds it. */
  matchedBy: MatchedBy.nullable(),
  label: z.string(),
  span: Span,
})
export type OverlapMember = z.infer<typeof OverlapMember>

/** A row of the list; holds all the list shows, so that it never touches the records. */
export const DiscrepancyRow = z.strictObject({
  fingerprint: Fingerprint,
  pairingId: PairingId,
  facilityId: FacilityId,
  kind: DiscrepancyKind,
  reason: UnverifiedReason.nullable(),
  /** The side that lacks it or holds it twice; null where both are concerned. */
  side: SideName.nullable(),
  differences: z.array(FieldDifference),
  /** Set for what stands on one side only. */
  origin: Origin.nullable(),
  /** Null where there is no pair; each of `members` has its own. */
  matchedBy: MatchedBy.nullable(),
  /** The two that meet, or more of a crowd (`isCrowd`); empty for every other kind. `span` is then the time they share. */
  members: z.array(OverlapMember),
  /** One sentence: who moved what, and since when. */
  blame: z.string(),
  clusterId: ClusterId.nullable(),
  /** Accepted by a person, neither expired nor moved since. */
  accepted: z.boolean(),
  acknowledged: z.boolean(),
  /** Who takes care of it, by name; null where nobody does. */
  assignee: z.string().nullable(),
  span: Span,
  /** The facility's zone: the wall clock shown. */
  zone: ZoneId,
  /** The lane of the calendar it belongs to, the left one where the sides name two; null where nobody is booked. */
  resource: ResourceKey.nullable(),
  who: z.string(),
  label: z.string(),
  leftKey: RecordKey.nullable(),
  rightKey: RecordKey.nullable(),
  leftSystem: z.string(),
  rightSystem: z.string(),
  facility: z.string(),
  firstSeenAt: Instant,
  /** The compare since which it says this; goes back with a decision about it. */
  bornIn: CompareId,
})
export type DiscrepancyRow = z.infer<typeof DiscrepancyRow>

export const DiscrepancyFilter = z.strictObject({
  facilityId: FacilityId.optional(),
  pairingId: PairingId.optional(),
  kinds: z.array(DiscrepancyKind).optional(),
  /** Found in worker, shift label and both ids; case does not matter. */
  text: z.string().max(200).optional(),
  /** True for accepted ones only; left out or false for those that are not. */
  accepted: z.boolean().optional(),
  /** Only the rows of one cluster. */
  clusterId: ClusterId.optional(),
  /** Leaves out the rows that stand under a cluster's line. */
  outsideClusters: z.boolean().optional(),
  /** Only rows of this lane of the calendar; null for those nobody is booked for. */
  resource: ResourceKey.nullable().optional(),
  /** Only rows given to this operator; null for those given to nobody. */
  assignedTo: OperatorId.nullable().optional(),
  /** Only rows that meet this span. */
  within: Span.optional(),
  /**
   * Time travel: what the newest compare of each pairing up to this moment found, whatever people decided about it, so
   * that `accepted`, `assignedTo`, `clusterId` and `outsideClusters` say nothing then.
   */
  asOf: Instant.optional(),
})
export type DiscrepancyFilter = z.infer<typeof DiscrepancyFilter>

/** By start; newest first; by risk at the moment of asking, most urgent first. */
export const DiscrepancyOrder = z.enum(['time', 'first-seen', 'risk'])
export type DiscrepancyOrder = z.infer<typeof DiscrepancyOrder>

/** Open discrepancies under the filter by kind; the counts of a kind ignore the filter's own kinds. */
export const DiscrepancyCounts = z.strictObject({
  total: z.int(),
  /** Accepted ones under the same filter. */
  accepted: z.int(),
  byKind: z.partialRecord(DiscrepancyKind, z.int()),
  byFacility: z.array(z.strictObject({ facilityId: FacilityId, open: z.int() })),
})
export type DiscrepancyCounts = z.infer<typeof DiscrepancyCounts>

/** One side of a discrepancy as stored at the compare in view. */
export const StoredRecord = z.strictObject({
  key: RecordKey,
  span: Span,
  written: WrittenTimes,
  fields: Fields,
  vendorVersion: z.string().nullable(),
  /** When this side's snapshot with it was sealed, and whether the newest read saw it again. */
  readAt: Instant,
  unread: z.boolean(),
  refusedPointer: z.string().nullable(),
})
export type StoredRecord = z.infer<typeof StoredRecord>

/** One line of "how we know". */
export const Evidence = z.strictObject({
  at: Instant,
  side: SideName,
  how: z.enum(['list', 'get']),
  answer: z.enum(['present', 'absent', 'refused', 'no-answer']),
  tell: z.string(),
})
export type Evidence = z.infer<typeof Evidence>

export const DetailField = z.strictObject({
  field: z.string(),
  label: z.string(),
  group: FieldGroup,
  /** Whom this pairing trusts for it. */
  trusted: SideName,
  type: z.enum(['instant', 'text', 'id', 'person']),
  left: FieldValue.optional(),
  right: FieldValue.optional(),
  base: FieldValue.optional(),
  differs: z.boolean(),
  ignored: z.boolean(),
  /** Who moved it and when, as a sentence; empty where it does not differ. */
  blame: z.string(),
  /** What the clocks say about it: "same instant, written differently", "exactly 1 hour apart". Empty where nothing. */
  hint: z.string(),
})
export type DetailField = z.infer<typeof DetailField>

/** Why one alert stands before another: the factors multiply to `score`. */
export const Risk = z.strictObject({
  score: z.number(),
  parts: z.array(z.strictObject({ name: z.string(), factor: z.number(), tell: z.string() })),
})
export type Risk = z.infer<typeof Risk>

export const Acceptance = z.strictObject({
  reason: z.string(),
  by: z.string(),
  at: Instant,
  /** When it comes back by itself; null where only a change brings it back. */
  until: Instant.nullable(),
})
export type Acceptance = z.infer<typeof Acceptance>

/** Which list somebody has seen: when it was read, and the compare in view of each pairing it rests on. */
export const ListSeen = z.strictObject({ at: Instant, compares: z.array(CompareId).max(10_000) })
export type ListSeen = z.infer<typeof ListSeen>

export const DiscrepancyWindow = z.strictObject({
  rows: z.array(DiscrepancyRow),
  /** Under the order `risk`: of each row, in the same order; else empty. */
  risks: z.array(Risk),
  /** Of the rows that are accepted: by whom, why and until when. */
  acceptances: z.array(z.strictObject({ fingerprint: Fingerprint, acceptance: Acceptance })),
  total: z.int(),
  offset: z.int(),
  /** Goes back with a decision about all that is listed. */
  seen: ListSeen,
})
export type DiscrepancyWindow = z.infer<typeof DiscrepancyWindow>

/** By what a long list is grouped. */
export const GroupBy = z.enum(['facility', 'kind', 'resource'])
export type GroupBy = z.infer<typeof GroupBy>

/** Rows under a filter that are alike in what the list is grouped by; `narrow` added to the filter lists exactly them. */
export const DiscrepancyGroup = z.strictObject({
  by: GroupBy,
  narrow: DiscrepancyFilter.pick({ facilityId: true, pairingId: true, kinds: true, resource: true }),
  /** A facility's or resource's name, or empty where the page has its own words (a kind, nobody). */
  name: z.string(),
  rows: z.int(),
  byKind: z.partialRecord(DiscrepancyKind, z.int()),
  /** Start of the row that starts next, else of the newest. */
  nextStart: Instant,
  zone: ZoneId,
})
export type DiscrepancyGroup = z.infer<typeof DiscrepancyGroup>

/** One line of what happened to a discrepancy and its records across syncs, as it was found out. */
export const TimelineEntry = z.strictObject({
  at: Instant,
  /** A record of a side moved; the discrepancy opened, changed or closed; somebody decided or wrote. */
  about: z.enum(['record', 'discrepancy', 'person']),
  side: SideName.nullable(),
  tell: z.string(),
  /** The moment whose screens show it as it was then; null where no compare did. */
  asOf: Instant.nullable(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** In how many of the compares since it was first seen it was found, of those that judged its time. */
export const SeenIn = z.strictObject({ first: Instant, found: z.int(), compares: z.int() })
export type SeenIn = z.infer<typeof SeenIn>

export const DiscrepancyDetail = z.strictObject({
  row: DiscrepancyRow,
  compareId: CompareId,
  comparedAt: Instant,
  /** False where it is closed now; `closed` says how. */
  open: z.boolean(),
  closed: z.enum(['resolved', 'left-the-window']).nullable(),
  fields: z.array(DetailField),
  left: z.array(StoredRecord),
  right: z.array(StoredRecord),
  evidence: z.array(Evidence),
  /** One sentence: what is known and how surely. */
  certainty: z.string(),
  match: PairMatch.nullable(),
  links: z.array(LinkFinding),
  risk: Risk,
  /** The newest one nobody took back. It holds where `row.accepted`; else it is over. */
  acceptance: Acceptance.nullable(),
  /** That acceptance was about other values of the same records; false also where this is not known. */
  movedSinceAccepted: z.boolean(),
  seenIn: SeenIn,
  /** Oldest first. */
  timeline: z.array(TimelineEntry),
  /** Oldest first. */
  notes: z.array(z.strictObject({ at: Instant, by: z.string(), text: z.string() })),
})
export type DiscrepancyDetail = z.infer<typeof DiscrepancyDetail>

/** Discrepancies that share one cause, as one line that opens its rows. */
export const Cluster = z.strictObject({
  id: ClusterId,
  pairingId: PairingId,
  facilityId: FacilityId,
  facility: z.string(),
  zone: ZoneId,
  leftSystem: z.string(),
  rightSystem: z.string(),
  rows: z.int(),
  /** The newest compare when they were counted; goes back with a decision about all of them. */
  compareId: CompareId,
  /** How many records could have shown it over the same stretch. */
  of: z.int(),
  /** Start of its first record and end of its last. */
  span: Span,
  /** What they share, as a sentence: "start and end 1 hour later in Northgate since 29 March". */
  title: z.string(),
})
export type Cluster = z.infer<typeof Cluster>

/** A discrepancy as somebody saw it. */
export const SeenDiscrepancy = z.strictObject({ fingerprint: Fingerprint, bornIn: CompareId })
export type SeenDiscrepancy = z.infer<typeof SeenDiscrepancy>

const InPairing = z.strictObject({ pairingId: PairingId, fingerprint: Fingerprint })

/**
 * Which rows an act concerns: named ones, all that a cluster held at a compare, or all that a list held under a filter
 * but those left out. Nobody decides about what came or changed later; only an acceptance or an assignment is taken back
 * whatever was seen of it.
 */
export const DiscrepancySelection = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('fingerprint'),
    rows: z
      .array(SeenDiscrepancy.extend({ pairingId: PairingId }))
      .min(1)
      .max(500),
  }),
  z.strictObject({ by: z.literal('cluster'), pairingId: PairingId, clusterId: ClusterId, compareId: CompareId }),
  z.strictObject({
    by: z.literal('filter'),
    filter: DiscrepancyFilter.omit({ asOf: true }),
    except: z.array(InPairing).max(500),
    seen: ListSeen,
  }),
])
export type DiscrepancySelection = z.infer<typeof DiscrepancySelection>

/** The first and last number of what one act stored. */
export const StoredDecisions = z.strictObject({ first: z.int(), last: z.int() })
export type StoredDecisions = z.infer<typeof StoredDecisions>

/** Which acceptances are taken back: all on these rows, or exactly those of one act that nobody decided about since. */
export const ReopenSelection = z.discriminatedUnion('by', [
  ...DiscrepancySelection.options,
  StoredDecisions.extend({ by: z.literal('act') }),
])
export type ReopenSelection = z.infer<typeof ReopenSelection>
