import type { DetailField } from '#contract/discrepancies'
import type { FieldValue } from '#contract/records'
import { Instant, parseInstant, type ZoneId } from '#contract/time'
import { dayTimeOf, zoneNameOf } from './instant.ts'

/** Shown where a side holds nothing in a field; `nobody` where the field is a person. */
export const nothing = (type: DetailField['type']): string => (type === 'person' ? 'nobody' : 'none')

/**
 * A stored value as a person reads it: instants on the facility's clock with the zone's short name, yes/no in words.
 * Text that is not what its type says is shown as it is.
 */
export function fieldWords(
  value: FieldValue | undefined,
  type: DetailField['type'],
  zone: ZoneId,
  now?: Instant,
): string {
  if (value === undefined || value === null || value === '') return nothing(type)
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value)
  if (type !== 'instant') return value
  const parsed = Instant.safeParse(value)
  const instant = parsed.success ? parsed.data : parseInstant(value)
  return instant ? `${dayTimeOf(instant, zone, now)} ${zoneNameOf(instant, zone)}` : value
}
