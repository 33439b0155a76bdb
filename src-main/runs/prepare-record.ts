import { hash } from 'node:crypto'
import { ContentHash, RecordKey } from '#contract/ids'
import type { ComparedField } from '#contract/recipes'
import type { RecordKind, Refusal, ScheduleRecord } from '#contract/records'
import { toMs } from '#contract/time'
import { groupKeyOf } from '../core/compare/group-key.ts'
import type { PreparedRecord } from '../storage/record-version.ts'
import type { SidePlan } from './side-plan.ts'

/** Hash over exactly the values the recipe compares, instants as ms UTC; the vendor's own writing does not count. */
export function contentHashOf(
  { fields: values, span }: ScheduleRecord,
  fields: readonly ComparedField[],
  [startMs, endMs] = [toMs(span.start), toMs(span.end)],
): ContentHash {
  const compared = fields.map(({ name }) => {
    if (name === 'start') return startMs
    if (name === 'end') return endMs
    return values[name] ?? null
  })
  return ContentHash.parse(hash('sha256', JSON.stringify(compared), 'base64url').slice(0, 27))
}

/** A record as it is stored: identities, hash, times in ms. */
export function prepareRecord(
  record: ScheduleRecord,
  plan: SidePlan,
  fields: readonly ComparedField[],
): PreparedRecord {
  const reference = record.references[0]?.id ?? null
  const pairKey = plan.pairKeyOf({ key: record.key, reference })
  const [startMs, endMs] = [toMs(record.span.start), toMs(record.span.end)]
  return {
    key: record.key,
    pairKey,
    groupKey: groupKeyOf(plan.side, record.key, pairKey),
    reference,
    scope: plan.scope,
    resource: record.resource,
    kind: record.kind,
    state: 'read',
    startMs,
    endMs,
    written: record.written,
    contentHash: contentHashOf(record, fields, [startMs, endMs]),
    fields: record.fields,
    vendorVersion: record.vendorVersion ?? null,
    pointer: null,
  }
}

/** The place of a refused record, where its key and span were readable; else null. */
export function prepareRefused(refusal: Refusal, plan: SidePlan, kind: RecordKind): PreparedRecord | null {
  if (refusal.key === undefined || refusal.span === undefined) return null
  const reference = refusal.pairReference === undefined ? null : RecordKey.parse(refusal.pairReference)
  const pairKey = plan.pairKeyOf({ key: refusal.key, reference })
  return {
    key: refusal.key,
    pairKey,
    groupKey: groupKeyOf(plan.side, refusal.key, pairKey),
    reference,
    scope: plan.scope,
    resource: null,
    kind,
    state: 'refused',
    startMs: toMs(refusal.span.start),
    endMs: toMs(refusal.span.end),
    written: { start: refusal.span.start, end: refusal.span.end },
    contentHash: ContentHash.parse(`refused:${refusal.pointer}`),
    fields: {},
    vendorVersion: null,
    pointer: refusal.pointer,
  }
}
