import { z } from 'zod'
import { parseInstant } from '#contract/time'

/** An id as a non-empty text; ids stay texts (R42). */
const Id = z.string().min(1).max(300)

/** The page documents UTC times that end in Z; anything else could be a wall time and is refused, never guessed. */
const UtcTime = z
  .string()
  .max(64)
  .refine((text) => /Z$/i.test(text) && parseInstant(text) !== null, 'is not a UTC time that ends in Z')

const AssignedTo = z.looseObject({
  externalUserId: Id,
  firstName: z.string().max(300).nullish(),
  lastName: z.string().max(300).nullish(),
})

/** Read leniently where the page leaves room (unassigned, `version` as a number), strictly where a wrong guess would mislead. */
const Attributes = z.looseObject({
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

/** One shift of `data`. */
export const WireShift = z.looseObject({ id: z.unknown().optional(), attributes: Attributes })
export type WireShift = z.infer<typeof WireShift>

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

const others = (value: object | null | undefined, known: ReadonlySet<string>): number =>
  value ? Object.keys(value).filter((key) => !known.has(key)).length : 0

/** How many fields of the shift are left out: unknown ones, and a worker's email and phone (R22, R42). */
export const countDropped = (shift: WireShift): number =>
  others(shift, itemKeys) + others(shift.attributes, attributeKeys) + others(shift.attributes.assignedTo, workerKeys)
