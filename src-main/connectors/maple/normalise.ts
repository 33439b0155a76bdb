import { RecordKey, ResourceKey, ScopeKey, VendorVersion } from '#contract/ids'
import type { Refusal, ScheduleRecord } from '#contract/records'
import { parseInstant, type Span } from '#contract/time'
import { jsonPointer, toRefusal } from '../kit/refusal.ts'
import type { CrossReferenceField, MapleSettings } from './settings.ts'
import { countDropped, WireShift } from './wire.ts'

export type Place = { endpoint: string; index: number; base: readonly PropertyKey[] }

/** `facility` is the id the record itself states, where it does. */
export type Normalised = ({ record: ScheduleRecord; dropped: number } | { refused: Refusal }) & {
  facility: ScopeKey | null
}

type Ids = Pick<MapleSettings, 'ownIdField' | 'crossReferenceField'>

const own = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

const attributePath = 'attributes.'

/** The value of a top-level field, or of one below `attributes`. */
const at = (item: unknown, path: CrossReferenceField): unknown =>
  path.startsWith(attributePath) ? own(own(item, 'attributes'), path.slice(attributePath.length)) : own(item, path)

const blank = (value: unknown): boolean => value == null || (typeof value === 'string' && value.trim() === '')

const keyOf = (value: unknown): RecordKey | null => (blank(value) ? null : (RecordKey.safeParse(value).data ?? null))

/** Null where the field is empty, absent or not asked for. */
const referenceOf = (item: unknown, { crossReferenceField }: Ids): RecordKey | null =>
  crossReferenceField === 'none' ? null : keyOf(at(item, crossReferenceField))

/** The times as the item writes them; null where one cannot be read or the end is not later. */
function spanOf(item: unknown): Span | null {
  const [start, end] = ['startTime', 'endTime'].map((key) => {
    const value = own(own(item, 'attributes'), key)
    return typeof value === 'string' ? parseInstant(value) : null
  })
  return start && end && start < end ? { start, end } : null
}

/** What is still readable of a record that is refused: it keeps its place by them. */
function keptOf(item: unknown, ids: Ids): Pick<Refusal, 'key' | 'pairReference' | 'pairReferenceUnreadable' | 'span'> {
  const [key, pairReference, span] = [keyOf(at(item, ids.ownIdField)), referenceOf(item, ids), spanOf(item)]
  const { crossReferenceField: field } = ids
  const unreadable = pairReference === null && field !== 'none' && !blank(at(item, field))
  return {
    ...(key && { key }),
    ...(pairReference && { pairReference }),
    ...(unreadable && { pairReferenceUnreadable: true }),
    ...(span && { span }),
  }
}

const textAt = (item: unknown, key: string): string => String(own(own(item, 'attributes'), key))

const orNull = (text: string | null | undefined): string | null => (text?.trim() ? text : null)

/**
 * Turns one item of `data` into a record, or into a refusal with a pointer and no values. Kept: start and end (UTC), the
 * two ids, worker id and name, label, requirements, version; all else is dropped and counted. An empty text is no text.
 */
export function normaliseShift(item: unknown, ids: Ids, scope: ScopeKey | null, place: Place): Normalised {
  const raw = own(item, 'attributes')
  const stated = own(raw, 'externalFacilityId')
  const facility = stated === scope ? scope : (ScopeKey.safeParse(stated).data ?? null)
  const refuse = (path: readonly PropertyKey[], problem: string): Normalised => {
    const pointer = jsonPointer([...place.base, ...path])
    return {
      refused: { endpoint: place.endpoint, index: place.index, pointer, problem, ...keptOf(item, ids) },
      facility,
    }
  }
  const parsed = WireShift.safeParse(item)
  if (!parsed.success)
    return { refused: toRefusal({ ...place, error: parsed.error, kept: keptOf(item, ids) }), facility }
  const { attributes } = parsed.data
  const key = keyOf(at(item, ids.ownIdField))
  if (key === null) return refuse(ids.ownIdField.split('.'), 'holds no id')
  const span: Span = { start: attributes.startTime, end: attributes.endTime }
  if (span.start >= span.end) return refuse(['attributes', 'endTime'], 'is not later than the start')
  if (scope !== null && attributes.externalFacilityId !== scope) {
    return refuse(['attributes', 'externalFacilityId'], 'names another facility than the one asked for')
  }
  const reference = referenceOf(item, ids)
  if (reference === null && ids.crossReferenceField !== 'none' && !blank(at(item, ids.crossReferenceField))) {
    return refuse(ids.crossReferenceField.split('.'), 'is not a text that can be an id')
  }
  const worker = attributes.assignedTo ?? null
  const resource = worker === null ? null : ResourceKey.parse(worker.externalUserId)
  const name = [worker?.firstName, worker?.lastName].map((part) => part?.trim() ?? '').filter((part) => part !== '')
  const record: ScheduleRecord = {
    key,
    references: reference === null ? [] : [{ id: reference }],
    kind: 'shift',
    resource,
    span,
    written: { start: textAt(item, 'startTime'), end: textAt(item, 'endTime') },
    fields: {
      label: orNull(attributes.shiftLabel),
      requirements: orNull(attributes.workerRequirements),
      worker: resource,
      workerName: orNull(name.join(' ')),
    },
    ...(attributes.version != null && { vendorVersion: VendorVersion.parse(String(attributes.version)) }),
  }
  return { record, dropped: countDropped(item, raw, own(raw, 'assignedTo')), facility }
}
