import { type Span, toMs } from '#contract/time'
import type { AgreedShift, DemoShift } from './agreed-schedule.ts'
import { type DemoFacility, type DemoWorker, facilities } from './cast.ts'
import type { Dice } from './dice.ts'
import type { PlantedDiscrepancy } from './ground-truth.ts'
import { lookalikes } from './lookalikes.ts'
import { plantStories } from './plant-stories.ts'
import { type Place, type Planted, type StoryContext, spansOf } from './story.ts'
import { isTouched, plantFault, systematicFault } from './systematic-fault.ts'

/** Both systems after planting, what a compare must find, and what it must not. */
export type PlantedSchedule = {
  maple: DemoShift[]
  partner: DemoShift[]
  planted: PlantedDiscrepancy[]
  /** Pairs that look different on the wire and are not, by story. */
  lookalikes: { story: string; leftKey: string; rightKey: string }[]
}

/** Room left around a shift that is given to a worker, so that times moved by up to an hour never meet. */
const roomMs = 3 * 3_600_000

/** Planted days stay this far inside the default window, whichever side of midnight a facility is on. */
const innerDays = { from: -5, to: 24 }

function lendsItself(shift: AgreedShift, place: Place): boolean {
  const inside = shift.dayOffset >= innerDays.from && shift.dayOffset <= innerDays.to
  switch (place) {
    case 'assigned':
      return inside && shift.maple.worker !== null
    case 'unassigned':
      return inside && shift.maple.worker === null
    case 'night-across-the-edge':
      return shift.dayOffset === -8 && shift.maple.label.startsWith('Night')
    default:
      return (
        shift.dayOffset === -8 && !shift.maple.label.startsWith('Night') && !shift.maple.label.startsWith('Evening')
      )
  }
}

/** Who is taken when, over both systems; only ever grows, so a worker it calls free is free on both. */
function makeBookings(agreed: readonly AgreedShift[]) {
  const taken = new Map<string, Span[]>()
  const add = ({ worker, start, end }: DemoShift): void => {
    if (worker) taken.set(worker.id, [...(taken.get(worker.id) ?? []), { start, end }])
  }
  for (const { maple } of agreed) add(maple)
  const isFree = (worker: DemoWorker, { start, end }: Span): boolean =>
    (taken.get(worker.id) ?? []).every(
      (span) => toMs(span.end) + roomMs <= toMs(start) || toMs(end) + roomMs <= toMs(span.start),
    )
  return { add, isFree }
}

type PlantInput = { agreed: readonly AgreedShift[]; workers: readonly DemoWorker[]; dice: Dice }

function plantFacility(facility: DemoFacility, { agreed, workers, dice }: PlantInput): PlantedSchedule {
  const own = agreed.filter(({ letter }) => letter === facility.letter)
  const bookings = makeBookings(own)
  let copies = 0
  const context: StoryContext = {
    dice,
    newPartnerId: () => {
      copies += 1
      return `${facility.idPrefix}-${90_000 + copies}`
    },
    freeWorker: (shift) => {
      const fit = workers.filter(
        (worker) =>
          worker.facility === facility.letter &&
          worker.role === shift.requirements &&
          worker.id !== shift.worker?.id &&
          bookings.isFree(worker, shift),
      )
      return fit.length === 0 ? null : dice.pick(fit)
    },
  }

  const result: PlantedSchedule = { maple: [], partner: [], planted: [], lookalikes: [] }
  const take = (story: string, planted: Planted): void => {
    planted.partner.forEach(bookings.add)
    result.maple.push(...planted.maple)
    result.partner.push(...planted.partner)
    for (const truth of [planted.truth, ...(planted.also ? [planted.also] : [])]) {
      result.planted.push({ facility: facility.letter, ...truth, story, spans: spansOf(planted) })
    }
  }

  for (const shift of own.filter(isTouched)) take(systematicFault.name, plantFault(shift))
  let open = dice.shuffle(own.filter((shift) => !isTouched(shift)))
  for (const story of plantStories) {
    let left = story.times
    const kept: AgreedShift[] = []
    for (const shift of open) {
      const planted = left > 0 && lendsItself(shift, story.place) ? story.plant(shift, context) : null
      if (planted === null) {
        kept.push(shift)
        continue
      }
      left -= 1
      take(story.name, planted)
    }
    if (left > 0) throw new RangeError(`no shift lends itself to: ${story.name}`)
    open = kept
  }

  for (const { maple, partner, dayOffset } of open) {
    const inside = dayOffset >= innerDays.from && dayOffset <= innerDays.to
    const lookalike = inside && maple.worker !== null ? lookalikes[result.lookalikes.length] : undefined
    if (lookalike) result.lookalikes.push({ story: lookalike.name, leftKey: maple.ownId, rightKey: partner.ownId })
    const pair = lookalike ? lookalike.dress({ maple, partner }) : { maple, partner }
    result.maple.push(pair.maple)
    result.partner.push(pair.partner)
  }
  return result
}

const inOrder = (a: DemoShift, b: DemoShift): number =>
  a.start < b.start ? -1 : a.start > b.start ? 1 : a.ownId < b.ownId ? -1 : 1

/**
 * Plants every kind of disagreement built so far into a schedule on which both systems agree, a few of each per
 * facility, and some pairs that only look different. All other pairs stay equal. Throws a RangeError where the
 * schedule is too small for it.
 */
export function plantDiscrepancies(input: PlantInput): PlantedSchedule {
  const parts = facilities.map((facility) => plantFacility(facility, input))
  return {
    maple: parts.flatMap(({ maple }) => maple).sort(inOrder),
    partner: parts.flatMap(({ partner }) => partner).sort(inOrder),
    planted: parts.flatMap(({ planted }) => planted),
    lookalikes: parts.flatMap((part) => part.lookalikes),
  }
}
