import { z } from 'zod'
import { addDays, type Instant, type Span, startOfDay, wallClock, ZoneId } from './time.ts'

/** Days counted from today on a zone's clock: `from` 0 and 7 `days` are today and the six days after it. */
export const Period = z.strictObject({
  from: z.int().min(-366).max(366),
  days: z.int().min(1).max(366),
  zone: ZoneId,
})
export type Period = z.infer<typeof Period>

/** Which days a period means at a moment: whole local days, 23 or 25 hours long where the clock changes. */
export function periodSpan({ from, days, zone }: Period, now: Instant): Span {
  const first = addDays(wallClock(now, zone).date, from)
  return { start: startOfDay(first, zone), end: startOfDay(addDays(first, days), zone) }
}
