import { z } from 'zod'
import { DiscrepancyKind, DiscrepancyRow, StoredRecord } from './discrepancies.ts'
import { CompareId, FacilityId, Fingerprint, PairingId, RecordKey, ResourceKey, SideName } from './ids.ts'
import { Instant, LocalDate, Span, ZoneId } from './time.ts'

/** A lane: one resource as the recipe identifies it on both systems; `resource` is null for what nobody is booked for. */
export const CalendarLane = z.strictObject({
  resource: ResourceKey.nullable(),
  name: z.string(),
  /** The group it stands under, such as the shift its worker is booked for most; empty where there is none. */
  group: z.string(),
})
export type CalendarLane = z.infer<typeof CalendarLane>

/** Where a record stands that is not there at all: as lane and as version. */
export const absentHere = -1

const column = z.array(z.int())

/**
 * Things of a calendar in columns of equal length, one entry per thing: two records that are one thing, or a record that
 * stands alone. Times are whole seconds from the span's start and may be negative. A side that does not hold the thing has
 * `absentHere` as lane and version; its times are 0 then.
 */
export const CalendarThings = z.strictObject({
  leftLane: column,
  leftStart: column,
  leftEnd: column,
  /** Number of the stored version, for `calendar.thing`. */
  leftVersion: column,
  rightLane: column,
  rightStart: column,
  rightEnd: column,
  rightVersion: column,
  /** Into `labels`: what it is called, such as the shift's label. */
  label: column,
  /** Into `discrepancies`: what is found about it; `absentHere` where both sides agree. A double booking has entries of its own. */
  mark: column,
})
export type CalendarThings = z.infer<typeof CalendarThings>

/** A discrepancy in the calendar's span, with the lanes it is seen in; a double booking is drawn from its members. */
export const CalendarMark = z.strictObject({ row: DiscrepancyRow, lanes: z.array(z.int()) })
export type CalendarMark = z.infer<typeof CalendarMark>

/** What both systems hold in a span of one pairing, at one compare. */
export const CalendarSpan = z.strictObject({
  /** Null where nothing was compared by then: everything else is empty. */
  compareId: CompareId.nullable(),
  comparedAt: Instant.nullable(),
  /** The judged window: what lies outside of it is shown, and not judged. */
  window: Span.nullable(),
  span: Span,
  zone: ZoneId,
  leftSystem: z.string(),
  rightSystem: z.string(),
  /** By group, then name; the lane of what nobody is booked for stands last. */
  lanes: z.array(CalendarLane),
  labels: z.array(z.string()),
  things: CalendarThings,
  discrepancies: z.array(CalendarMark),
})
export type CalendarSpan = z.infer<typeof CalendarSpan>

/** How many of a day's open discrepancies are of one kind. */
export const CalendarDayKind = z.strictObject({
  kind: DiscrepancyKind,
  /** Splits `differs`: true for those whose sides name different times. */
  timeMoved: z.boolean(),
  open: z.int(),
})
export type CalendarDayKind = z.infer<typeof CalendarDayKind>

/** One lane and local day: how many things stand there and what of them is open. */
export const CalendarDay = z.strictObject({
  lane: z.int(),
  /** Into `days`. */
  day: z.int(),
  things: z.int(),
  open: z.int(),
  /** The same by kind, the most urgent first. */
  kinds: z.array(CalendarDayKind),
})
export type CalendarDay = z.infer<typeof CalendarDay>

/** Counts per lane and local day of the facility's zone; cells in which nothing stands are left out. */
export const CalendarDensity = CalendarSpan.pick({
  compareId: true,
  comparedAt: true,
  window: true,
  zone: true,
  leftSystem: true,
  rightSystem: true,
  lanes: true,
}).extend({
  days: z.array(LocalDate),
  cells: z.array(CalendarDay),
  /** What is open in all of these days, each discrepancy once, in whichever lanes it is seen. */
  kinds: z.array(CalendarDayKind),
})
export type CalendarDensity = z.infer<typeof CalendarDensity>

/** One thing of the calendar in full: what each side stores of it. */
export const CalendarThing = z.strictObject({ left: StoredRecord.nullable(), right: StoredRecord.nullable() })
export type CalendarThing = z.infer<typeof CalendarThing>

/** A record found by its id or by what it says, to go to its place in the calendar. */
export const FoundRecord = z.strictObject({
  pairingId: PairingId,
  facilityId: FacilityId,
  facility: z.string(),
  zone: ZoneId,
  side: SideName,
  system: z.string(),
  key: RecordKey,
  span: Span,
  who: z.string(),
  label: z.string(),
  /** The open discrepancy about it, where there is one. */
  fingerprint: Fingerprint.nullable(),
})
export type FoundRecord = z.infer<typeof FoundRecord>
