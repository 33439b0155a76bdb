import { fromMs, type Instant, type Span, toMs } from '#contract/time'
import { type DemoShift, workerOf } from './agreed-schedule.ts'
import type { DemoWorker } from './cast.ts'
import type { Dice } from './dice.ts'
import type { GroundTruth } from './ground-truth.ts'

/** What a story may use: dice, ids nobody has, and workers who are free on both systems. */
export type StoryContext = {
  dice: Dice
  newPartnerId(): string
  /** A worker other than the shift's own, fit for it and free around it on both systems; null where there is none. */
  freeWorker(shift: DemoShift): DemoWorker | null
}

export type AgreedPair = { maple: DemoShift; partner: DemoShift }

type StoryTruth = Omit<GroundTruth, 'facility'>

/** What a story leaves behind: the records of both systems and what a compare must say of them. */
export type Planted = {
  maple: DemoShift[]
  partner: DemoShift[]
  truth: StoryTruth
  /** Where a second discrepancy comes with it. */
  also?: StoryTruth
}

/** Which shifts a story may befall; the last two are of the first day, around the judged window's start. */
export type Place = 'assigned' | 'unassigned' | 'night-across-the-edge' | 'before-the-window'

export type Story = {
  name: string
  times: number
  place: Place
  /** Null where this pair does not lend itself to it; another is then tried. */
  plant(pair: AgreedPair, context: StoryContext): Planted | null
}

const minutes = 60_000
const later = (instant: Instant, by: number): Instant => fromMs(toMs(instant) + by * minutes)

const raised = (shift: DemoShift): string => String(Number(shift.version) + 1)

const onlyLeft = (maple: DemoShift): Planted => ({
  maple: [maple],
  partner: [],
  truth: { kind: 'only-left', reason: null, side: 'right', leftKey: maple.ownId, rightKeys: [], fields: [] },
})

const onlyRight = (partner: DemoShift): Planted => ({
  maple: [],
  partner: [partner],
  truth: { kind: 'only-right', reason: null, side: 'left', leftKey: null, rightKeys: [partner.ownId], fields: [] },
})

/** Both have it, the partner's copy changed as given. */
function differs({ maple, partner }: AgreedPair, fields: string[], change: Partial<DemoShift>): Planted {
  return {
    maple: [maple],
    partner: [{ ...partner, version: raised(partner), ...change }],
    truth: {
      kind: 'differs',
      reason: null,
      side: null,
      leftKey: maple.ownId,
      rightKeys: [partner.ownId],
      fields,
    },
  }
}

const unverified = (pair: AgreedPair, partner: DemoShift): Planted => ({
  maple: [pair.maple],
  partner: [partner],
  truth: {
    kind: 'unverified',
    reason: 'refused-record',
    side: 'right',
    leftKey: pair.maple.ownId,
    rightKeys: [partner.ownId],
    fields: [],
  },
})

const existence: Story[] = [
  {
    name: 'created on Maple, never reached the partner',
    times: 2,
    place: 'assigned',
    plant: ({ maple }) => onlyLeft({ ...maple, otherId: null, version: '1' }),
  },
  {
    name: 'deleted at the partner, still on Maple',
    times: 2,
    place: 'assigned',
    plant: ({ maple }) => onlyLeft(maple),
  },
  {
    name: 'missing at the partner, across the edge of the window',
    times: 1,
    place: 'night-across-the-edge',
    plant: ({ maple }) => onlyLeft(maple),
  },
  {
    name: 'missing at the partner, before the window',
    times: 1,
    place: 'before-the-window',
    plant: ({ maple }) => onlyLeft(maple),
  },
  {
    name: 'deleted on Maple, still at the partner',
    times: 2,
    place: 'assigned',
    plant: ({ partner }) => onlyRight(partner),
  },
  {
    name: 'made at the partner, never given to Maple',
    times: 2,
    place: 'assigned',
    plant: ({ partner }) => onlyRight({ ...partner, otherId: null, version: '1' }),
  },
]

const times: Story[] = [
  {
    name: 'starts at another time at the partner',
    times: 2,
    place: 'assigned',
    plant: (pair, { dice }) =>
      differs(pair, ['start'], { start: later(pair.partner.start, dice.pick([-30, 15, 30, 60])) }),
  },
  {
    name: 'ends at another time at the partner',
    times: 2,
    place: 'assigned',
    plant: (pair, { dice }) => differs(pair, ['end'], { end: later(pair.partner.end, dice.pick([-60, -30, 15, 45])) }),
  },
  {
    name: 'moved as a whole at the partner',
    times: 2,
    place: 'assigned',
    plant: (pair, { dice }) => {
      const by = dice.pick([-60, -30, 30, 60])
      return differs(pair, ['start', 'end'], { start: later(pair.partner.start, by), end: later(pair.partner.end, by) })
    },
  },
]

const assignments: Story[] = [
  {
    // The case of Maple's own page (vendor-pages/maple-sync-process.txt).
    name: 'created on Maple, booked at the partner, never sent to Maple',
    times: 3,
    place: 'unassigned',
    plant: (pair, { freeWorker }) => {
      const booked = freeWorker(pair.partner)
      return booked && differs(pair, ['worker', 'workerName'], { worker: workerOf(booked) })
    },
  },
  {
    name: 'another worker at the partner',
    times: 2,
    place: 'assigned',
    plant: (pair, { freeWorker }) => {
      const other = freeWorker(pair.partner)
      return other && differs(pair, ['worker', 'workerName'], { worker: workerOf(other) })
    },
  },
  {
    name: 'worker taken off at the partner',
    times: 1,
    place: 'assigned',
    plant: (pair) => differs(pair, ['worker', 'workerName'], { worker: null }),
  },
  {
    name: 'same worker under a new surname at the partner',
    times: 1,
    place: 'assigned',
    plant: (pair) => {
      const { worker } = pair.partner
      return worker && differs(pair, ['workerName'], { worker: { ...worker, lastName: `${worker.lastName}-Newname` } })
    },
  },
]

const details: Story[] = [
  {
    name: 'another label at the partner',
    times: 2,
    place: 'assigned',
    plant: (pair) => differs(pair, ['label'], { label: `${pair.partner.label} (relief)` }),
  },
  {
    name: 'other requirements at the partner',
    times: 2,
    place: 'assigned',
    plant: (pair) =>
      differs(pair, ['requirements'], { requirements: pair.partner.requirements === 'CNA' ? 'LVN' : 'CNA' }),
  },
  {
    name: 'start and label differ',
    times: 1,
    place: 'assigned',
    plant: (pair) =>
      differs(pair, ['start', 'label'], {
        start: later(pair.partner.start, 60),
        label: `${pair.partner.label} (short)`,
      }),
  },
  {
    name: 'end, worker and requirements differ',
    times: 1,
    place: 'assigned',
    plant: (pair, { freeWorker }) => {
      const other = freeWorker(pair.partner)
      return (
        other &&
        differs(pair, ['end', 'worker', 'workerName', 'requirements'], {
          end: later(pair.partner.end, -60),
          worker: workerOf(other),
          requirements: `${pair.partner.requirements}, lead`,
        })
      )
    },
  },
]

const twice: Story[] = [false, true].map((unassigned) => ({
  name: unassigned ? 'twice at the partner, the second copy open' : 'twice at the partner, word for word',
  times: 1,
  place: 'assigned',
  plant: ({ maple, partner }, { newPartnerId }) => {
    const copy = { ...partner, ownId: newPartnerId(), ...(unassigned ? { worker: null } : {}) }
    return {
      maple: [maple],
      partner: [partner, copy],
      truth: {
        kind: 'duplicate',
        reason: null,
        side: 'right',
        leftKey: maple.ownId,
        rightKeys: [partner.ownId, copy.ownId],
        fields: [],
      },
    }
  },
}))

const doubtful: Story[] = [
  {
    name: 'the partner sends the label as an object',
    times: 1,
    place: 'assigned',
    plant: (pair) => unverified(pair, { ...pair.partner, raw: { shiftLabel: { en: pair.partner.label } } }),
  },
  {
    name: 'the partner sends the worker as a text',
    times: 1,
    place: 'assigned',
    plant: (pair) => unverified(pair, { ...pair.partner, raw: { assignedTo: pair.partner.worker?.id ?? 'u-0000' } }),
  },
  {
    name: "left out of the partner's list, but its Get returns it",
    times: 2,
    place: 'assigned',
    plant: ({ maple, partner }) => ({
      ...onlyLeft(maple),
      partner: [{ ...partner, unlisted: true }],
      truth: { ...onlyLeft(maple).truth, kind: 'unverified', reason: 'listed-not-got' },
    }),
  },
  {
    name: "left out of Maple's list, but its Get returns it",
    times: 1,
    place: 'assigned',
    plant: ({ maple, partner }) => ({
      ...onlyRight(partner),
      maple: [{ ...maple, unlisted: true }],
      truth: { ...onlyRight(partner).truth, kind: 'unverified', reason: 'listed-not-got' },
    }),
  },
]

/** A second shift within the worker's own, so that it meets no other of theirs. */
const withinOwn = (shift: DemoShift): DemoShift => ({
  ...shift,
  start: later(shift.start, 240),
  label: `Extra: ${shift.label}`,
  version: '1',
})

const doubleBooked = ({ maple, partner }: AgreedPair, extraId: string): StoryTruth => ({
  kind: 'overlap',
  reason: null,
  side: null,
  leftKey: maple.ownId,
  rightKeys: [partner.ownId, extraId],
  fields: [],
})

const doubleBookings: Story[] = [
  {
    name: 'one worker booked for two shifts at once, on both systems',
    times: 1,
    place: 'assigned',
    plant: (pair, { dice, newPartnerId }) => {
      const [mapleId, partnerId] = [dice.uuid(), newPartnerId()]
      return {
        maple: [pair.maple, { ...withinOwn(pair.maple), ownId: mapleId, otherId: partnerId }],
        partner: [pair.partner, { ...withinOwn(pair.partner), ownId: partnerId, otherId: mapleId }],
        truth: doubleBooked(pair, partnerId),
      }
    },
  },
  {
    name: 'booked for a shift that only the partner holds, during one that both hold',
    times: 1,
    place: 'assigned',
    plant: (pair, { newPartnerId }) => {
      const extra = { ...withinOwn(pair.partner), ownId: newPartnerId(), otherId: null }
      return {
        maple: [pair.maple],
        partner: [pair.partner, extra],
        truth: doubleBooked(pair, extra.ownId),
        also: onlyRight(extra).truth,
      }
    },
  },
]

/** Everything that goes wrong in the demo, for each facility. */
export const plantStories: readonly Story[] = [
  ...existence,
  ...times,
  ...assignments,
  ...details,
  ...twice,
  ...doubtful,
  ...doubleBookings,
]

/** The spans of a story's records: a disagreement is judged where any of them meets the window. */
export const spansOf = ({ maple, partner }: Planted): Span[] =>
  [...maple, ...partner].filter(({ unlisted }) => !unlisted).map(({ start, end }) => ({ start, end }))
