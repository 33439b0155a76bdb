import { addDays, type Instant, LocalDate, LocalTime, type Span, toInstant, toMs, type ZoneId } from '#contract/time'
import { type DemoFacility, type DemoWorker, type FacilityLetter, facilities } from './cast.ts'
import type { Dice } from './dice.ts'

/** A shift as one system holds it: what its sandbox serves. `facility` is the facility's id on that system. */
export type DemoShift = {
  ownId: string
  /** The id this record says it has on the other system. */
  otherId: string | null
  facility: string
  start: Instant
  end: Instant
  label: string
  requirements: string
  worker: { id: string; firstName: string; lastName: string; email: string; phone: string } | null
  version: string
  /** Attributes the system sends instead of, or beside, those made from the fields above. */
  raw?: Record<string, unknown>
  /** True where the system's list leaves it out although its Get returns it. */
  unlisted?: boolean
}

/** One shift on both systems, word for word the same; `dayOffset` is its local starting day counted from the world's day. */
export type AgreedShift = { letter: FacilityLetter; dayOffset: number; maple: DemoShift; partner: DemoShift }

/** The first and last starting day, counted from the world's day: just more than the default window judges. */
export const firstDay = -8
export const lastDay = 27

/** Least rest between two shifts of one worker; far more than any time that is moved when discrepancies are planted. */
const restMs = 8 * 3_600_000

const unassignedPercent = 8

/** The instant of a wall time; a skipped hour moves on and a doubled one is its first, as rosters have it. */
function instantOf(date: LocalDate, time: string, zone: ZoneId): Instant {
  const result = toInstant({ date, time: LocalTime.parse(time), zone, whenDoubled: 'earlier', whenMissing: 'after' })
  if ('refused' in result) throw new RangeError(result.refused)
  return result.instant
}

/** The span of a line on a local day; an end at or before the start is on the next day. */
function spanOf(date: LocalDate, line: { start: string; end: string }, zone: ZoneId): Span {
  const endDate = line.end <= line.start ? addDays(date, 1) : date
  return { start: instantOf(date, line.start, zone), end: instantOf(endDate, line.end, zone) }
}

/** What both systems store about who works a shift. */
export const workerOf = ({ id, firstName, lastName, email, phone }: DemoWorker): NonNullable<DemoShift['worker']> => ({
  id,
  firstName,
  lastName,
  email,
  phone,
})

type Roster = { worker: DemoWorker; spans: Span[] }

function chooseWorker(roster: readonly Roster[], role: string, span: Span, dice: Dice): Roster | null {
  const rested = ({ spans }: Roster) =>
    spans.every((taken) => toMs(taken.end) + restMs <= toMs(span.start) || toMs(span.end) + restMs <= toMs(taken.start))
  const free = roster.filter((entry) => entry.worker.role === role && rested(entry))
  const fewest = Math.min(...free.map(({ spans }) => spans.length))
  const fair = free.filter(({ spans }) => spans.length === fewest)
  return fair.length === 0 ? null : dice.pick(fair)
}

type ScheduleInput = { day: LocalDate; dice: Dice; workers: readonly DemoWorker[] }

function scheduleOf(facility: DemoFacility, { day, dice, workers }: ScheduleInput): AgreedShift[] {
  const roster: Roster[] = workers
    .filter((worker) => worker.facility === facility.letter)
    .map((worker) => ({ worker, spans: [] }))
  const shifts: AgreedShift[] = []
  let number = 10_000 + dice.int(0, 899)
  for (let dayOffset = firstDay; dayOffset <= lastDay; dayOffset += 1) {
    const date = addDays(day, dayOffset)
    for (const line of facility.lines) {
      const span = spanOf(date, line, facility.zone)
      const chosen = dice.percent(unassignedPercent) ? null : chooseWorker(roster, line.role, span, dice)
      chosen?.spans.push(span)
      number += dice.int(1, 3)
      const mapleId = dice.uuid()
      const partnerId = `${facility.idPrefix}-${number}`
      const both = {
        ...span,
        label: line.label,
        requirements: line.role,
        worker: chosen ? workerOf(chosen.worker) : null,
        version: String(dice.int(1, 4)),
      }
      shifts.push({
        letter: facility.letter,
        dayOffset,
        maple: { ...both, ownId: mapleId, otherId: partnerId, facility: facility.mapleScope },
        partner: { ...both, ownId: partnerId, otherId: mapleId, facility: facility.partnerScope },
      })
    }
  }
  return shifts
}

/**
 * About 1,200 shifts of both facilities, from 8 local days before `day` to 27 after, on which both systems agree.
 * Times follow each facility's wall clock; no worker has two shifts less than 8 hours apart.
 */
export function makeAgreedSchedule(input: ScheduleInput): AgreedShift[] {
  return facilities.flatMap((facility) => scheduleOf(facility, input))
}
