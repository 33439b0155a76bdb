import { setImmediate as nextTurn } from 'node:timers/promises'
import type { CalendarDensity } from '#contract/calendar'
import type { PairingId, ResourceKey } from '#contract/ids'
import { recipes } from '#contract/recipes'
import { addDays, type Instant, type LocalDate, startOfDay, toMs } from '#contract/time'
import { countDays, type DayCount, type FoundOnDay, startOf } from '../core/calendar/count-days.ts'
import { resourcesOf, type Thing } from '../core/calendar/place-things.ts'
import { steadyFactors } from '../core/risk/rank-risk.ts'
import { atOneMoment } from '../storage/at-one-moment.ts'
import type { ReadDb } from '../storage/database.ts'
import { asFoundThen, listBeginning } from '../storage/discrepancy-history-store.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { calendarHead } from './calendar-span.ts'
import { groupsIn, type Looked, recordsOf, type SpanMs } from './calendar-things.ts'
import { riskInput } from './risk-of.ts'

type Asked = {
  pairingId: PairingId
  from: LocalDate
  days: number
  asOf: Instant | undefined
  now: Instant
  signal: AbortSignal | undefined
}

/** How much is counted in one turn: others wait no longer than that takes. */
const stepMs = 3 * 3_600_000

/** In whose lanes what is found about each of these things stands; a double booking stands in the one it is about. */
function lanesOf(things: readonly Thing[]): (row: StoredDiscrepancy) => (ResourceKey | null)[] {
  const placed = new Map<string, Thing>()
  for (const thing of things) {
    for (const record of [thing.left, thing.right]) if (record) placed.set(`${record.side} ${record.key}`, thing)
  }
  const found = (record: string): (ResourceKey | null)[] => {
    const thing = placed.get(record)
    return thing ? resourcesOf(thing) : []
  }
  return (row) =>
    row.otherGroup !== null && row.resource !== null ? [row.resource] : [...new Set(recordsOf(row).flatMap(found))]
}

function foundOnDay(row: StoredDiscrepancy, resources: FoundOnDay['resources'], { recipeId }: Looked): FoundOnDay {
  const { kind, differences, startMs } = row
  const ofTimes = new Set(recipes[recipeId].fields.flatMap(({ name, group }) => (group === 'times' ? [name] : [])))
  const timeMoved = kind === 'differs' && differences.some(({ field }) => ofTimes.has(field))
  return { kind, timeMoved, urgency: steadyFactors(riskInput(row)).kind, startMs, resources }
}

/** Counts what begins in a span; what is accepted is not open, but in time travel, which shows what was found. */
function countIn(cache: ReadDb, looked: Looked, span: SpanMs, { count, asOf, now }: Asked & { count: DayCount }): void {
  const things = groupsIn(cache, looked, span, 'beginning')
  for (const thing of things) {
    const startMs = startOf(thing)
    if (startMs >= span.startMs && startMs < span.endMs) count.addThing(thing)
  }
  const resources = lanesOf(things)
  for (const stored of listBeginning(cache, looked.compare, span)) {
    const row = asOf === undefined ? stored : asFoundThen(stored)
    if (row.acceptedUntil === null || row.acceptedUntil <= now) count.addFound(foundOnDay(row, resources(row), looked))
  }
}

/**
 * Counts per lane and local day of a pairing's calendar, at one compare. Goes in steps and keeps counts alone, so that any
 * number of records neither holds up others nor fills the memory. Throws AppError `not-found` for the pairing.
 */
export async function calendarDensity(
  files: { ledger: ReadDb; cache: ReadDb },
  asked: Asked,
): Promise<CalendarDensity> {
  const { from, days, signal } = asked
  const { head, looked } = atOneMoment(files.cache, () => calendarHead(files, asked))
  const dates = Array.from({ length: days }, (_, day) => addDays(from, day))
  const bounds = [...dates, addDays(from, days)].map((date) => toMs(startOfDay(date, head.zone)))
  const [startMs, endMs] = [bounds[0] ?? 0, bounds.at(-1) ?? 0]
  const count = countDays(bounds)
  // What a compare showed stays as it is, whatever is read or compared between two steps.
  for (let at = startMs; looked && at < endMs; at += stepMs) {
    const step = { startMs: at, endMs: Math.min(at + stepMs, endMs) }
    atOneMoment(files.cache, () => countIn(files.cache, looked, step, { ...asked, count }))
    await nextTurn()
    signal?.throwIfAborted()
  }
  const { lanes, cells, kinds } = count.end()
  return { ...head, lanes: lanes.lanes, days: dates, cells, kinds }
}
