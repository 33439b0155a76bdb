import { fromMs, type Instant, type Span, toMs } from '#contract/time'
import type { DemoShift } from './agreed-schedule.ts'
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

export type StoryTruth = Omit<GroundTruth, 'facility'>

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
/** That many minutes later. */
export const later = (instant: Instant, by: number): Instant => fromMs(toMs(instant) + by * minutes)

const raised = (shift: DemoShift): string => String(Number(shift.version) + 1)

const nothing: StoryTruth = {
  kind: 'differs',
  reason: null,
  side: null,
  leftKey: null,
  rightKeys: [],
  fields: [],
  matchedBy: null,
}

/** Only Maple has it. */
export const onlyLeft = (maple: DemoShift): Planted => ({
  maple: [maple],
  partner: [],
  truth: { ...nothing, kind: 'only-left', side: 'right', leftKey: maple.ownId },
})

/** Only the partner has it. */
export const onlyRight = (partner: DemoShift): Planted => ({
  maple: [],
  partner: [partner],
  truth: { ...nothing, kind: 'only-right', side: 'left', rightKeys: [partner.ownId] },
})

/** Both have it, the partner's copy changed as given. */
export const differs = ({ maple, partner }: AgreedPair, fields: string[], change: Partial<DemoShift>): Planted => ({
  maple: [maple],
  partner: [{ ...partner, version: raised(partner), ...change }],
  truth: { ...nothing, leftKey: maple.ownId, rightKeys: [partner.ownId], fields, matchedBy: 'reference' },
})

/** What is not claimed as fact. */
export const unverified = (truth: Partial<StoryTruth>): StoryTruth => ({ ...nothing, kind: 'unverified', ...truth })

/** The partner holds it twice. */
export const doubled = ({ maple, partner }: AgreedPair, copy: DemoShift): Planted => ({
  maple: [maple],
  partner: [partner, copy],
  truth: {
    ...nothing,
    kind: 'duplicate',
    side: 'right',
    leftKey: maple.ownId,
    rightKeys: [partner.ownId, copy.ownId],
    matchedBy: 'reference',
  },
})

/** Its worker is booked for another shift, which the partner knows by `extraId`, at the same time. */
export const doubleBooked = ({ maple, partner }: AgreedPair, extraId: string): StoryTruth => ({
  ...nothing,
  kind: 'overlap',
  leftKey: maple.ownId,
  rightKeys: [partner.ownId, extraId],
})

/** The spans of a story's records: a disagreement is judged where any of them meets the window. */
export const spansOf = ({ maple, partner }: Planted): Span[] =>
  [...maple, ...partner].filter(({ unlisted }) => !unlisted).map(({ start, end }) => ({ start, end }))
