import { type DemoShift, workerOf } from './agreed-schedule.ts'
import { linkStories } from './link-stories.ts'
import {
  type AgreedPair,
  differs,
  doubleBooked,
  doubled,
  later,
  onlyLeft,
  onlyRight,
  type Planted,
  type Story,
  unverified,
} from './story.ts'

/** The partner sends it so that part of it cannot be read. */
const malformed = (pair: AgreedPair, raw: NonNullable<DemoShift['raw']>): Planted => ({
  maple: [pair.maple],
  partner: [{ ...pair.partner, raw }],
  truth: unverified({
    reason: 'refused-record',
    side: 'right',
    leftKey: pair.maple.ownId,
    rightKeys: [pair.partner.ownId],
    matchedBy: 'reference',
  }),
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
    return doubled({ maple, partner }, copy)
  },
}))

const doubtful: Story[] = [
  {
    name: 'the partner sends the label as an object',
    times: 1,
    place: 'assigned',
    plant: (pair) => malformed(pair, { shiftLabel: { en: pair.partner.label } }),
  },
  {
    name: 'the partner sends the worker as a text',
    times: 1,
    place: 'assigned',
    plant: (pair) => malformed(pair, { assignedTo: pair.partner.worker?.id ?? 'u-0000' }),
  },
  {
    name: "left out of the partner's list, but its Get returns it",
    times: 2,
    place: 'assigned',
    plant: ({ maple, partner }) => ({
      ...onlyLeft(maple),
      partner: [{ ...partner, unlisted: true }],
      truth: unverified({ reason: 'listed-not-got', side: 'right', leftKey: maple.ownId }),
    }),
  },
  {
    name: "left out of Maple's list, but its Get returns it",
    times: 1,
    place: 'assigned',
    plant: ({ maple, partner }) => ({
      ...onlyRight(partner),
      maple: [{ ...maple, unlisted: true }],
      truth: unverified({ reason: 'listed-not-got', side: 'left', rightKeys: [partner.ownId] }),
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
  ...linkStories,
]
