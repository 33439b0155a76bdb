import { z } from 'zod'
import { type Instant, parseInstant } from '#contract/time'

/** An id as a non-empty text; ids stay texts (R42). */
const Id = z.string().min(1).max(300)

/**
 * The page documents UTC times that end in Z; anything else could be a wall time and is refused, never guessed. Comes
 * out as the instant: a time is read once.
 */
const UtcTime = z
  .string()
  .max(64)
  .transform((text, context): Instant => {
    const instant = /Z$/i.test(text) ? parseInstant(text) : null
    if (instant !== null) return instant
    context.addIssue({ code: 'custom', message: 'is not a UTC time that ends in Z' })
    return z.NEVER
  })

const AssignedTo = z.object({
  externalUserId: Id,
  firstName: z.string().max(300).nullish(),
  lastName: z.string().max(300).nullish(),
})

/** Read leniently where the page leaves room (unassigned, `version` as a number), strictly where a wrong guess would mislead. */
const Attributes = z.object({
  // Ids are read where the settings say, in normalise.ts: a field that is not used cannot spoil a record.
  mapleShiftId: z.unknown().optional(),
  externalShiftId: z.unknown().optional(),
  externalFacilityId: Id,
  startTime: UtcTime,
  endTime: UtcTime,
  shiftLabel: z.string().max(2_000).nullish(),
  workerRequirements: z.string().max(5_000).nullish(),
  assignedTo: AssignedTo.nullish(),
  version: z.union([z.string().max(500), z.number()]).nullish(),
})

/** One shift of `data`; fields that are not named here are tolerated and left out. */
export const WireShift = z.object({ id: z.unknown().optional(), attributes: Attributes })

/** A list answer; the items are parsed one by one, so that one bad record does not stop the rest. */
export const WireList = z.looseObject({
  data: z.array(z.unknown()),
  links: z.looseObject({ next: z.string().nullish() }).nullish(),
})
export type WireList = z.infer<typeof WireList>

export const WireGet = z.looseObject({ data: z.looseObject({}) })

const itemKeys = new Set(['id', 'type', 'attributes'])
const attributeKeys = new Set(Object.keys(Attributes.shape))
const workerKeys = new Set(Object.keys(AssignedTo.shape))

function others(value: unknown, known: ReadonlySet<string>): number {
  let count = 0
  if (typeof value === 'object') for (const key in value) if (!known.has(key)) count += 1
  return count
}

/**
 * How many fields of an item as it came are left out: unknown ones, and a worker's email and phone (R22, R42). Takes the
 * item, its attributes and their worker.
 */
export const countDropped = (item: unknown, attributes: unknown, worker: unknown): number =>
  others(item, itemKeys) + others(attributes, attributeKeys) + others(worker, workerKeys)
