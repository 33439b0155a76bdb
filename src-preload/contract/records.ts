import { z } from 'zod'
import { PairKey, RecordKey, ResourceKey, VendorVersion } from './ids.ts'
import { Span, ZoneId } from './time.ts'

export const RecordKind = z.enum(['shift', 'slot', 'appointment', 'break', 'adjustment', 'sale'])
export type RecordKind = z.infer<typeof RecordKind>

/** A stored field is plain: texts, numbers, yes/no or nothing. */
export const FieldValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type FieldValue = z.infer<typeof FieldValue>

export const Fields = z.record(z.string(), FieldValue)
export type Fields = z.infer<typeof Fields>

/** The vendor's own text of both times: stored and shown, outside the content hash. */
export const WrittenTimes = z.strictObject({ start: z.string(), end: z.string(), zone: ZoneId.optional() })
export type WrittenTimes = z.infer<typeof WrittenTimes>

/** A vendor item in our shape. `references` name ids that the record itself says it has on the other system. */
export const ScheduleRecord = z.strictObject({
  key: RecordKey,
  references: z.array(z.strictObject({ id: RecordKey })),
  kind: RecordKind,
  resource: ResourceKey.nullable(),
  span: Span,
  written: WrittenTimes,
  fields: Fields,
  vendorVersion: VendorVersion.optional(),
})
export type ScheduleRecord = z.infer<typeof ScheduleRecord>

/**
 * A record that was refused at the edge. `pointer` is a JSON pointer into the vendor's answer; no values.
 * Where key and span were readable it keeps its place and its pair becomes `unverified`.
 */
export const Refusal = z.strictObject({
  endpoint: z.string(),
  index: z.int().min(0),
  pointer: z.string(),
  problem: z.string(),
  key: RecordKey.optional(),
  pairReference: RecordKey.optional(),
  /** True where the record names something on the other system that cannot be read: its pair is not known. */
  pairReferenceUnreadable: z.boolean().optional(),
  span: Span.optional(),
})
export type Refusal = z.infer<typeof Refusal>

export type { PairKey }
