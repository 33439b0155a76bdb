import { z } from 'zod'
import { Fingerprint, PairingId } from '#contract/ids'
import { LocalDate } from '#contract/time'
import { layerNames } from '../features/calendar/chips-shape.ts'
import { markFamilies } from '../features/calendar/mark-family.ts'
import { as, facility, isReal, soft } from './search.ts'

/** Names apart by commas; those that are none of the known ones are left out. */
const listOf = (known: readonly string[]) =>
  z
    .string()
    .max(200)
    .transform((text) => text.split(',').filter((name) => known.includes(name)))
    .transform((names) => (names.length === 0 ? undefined : [...new Set(names)].join(',')))
    .optional()
    .catch(undefined)

export const CalendarSearch = z.object({
  facility,
  as,
  /** The pairing in view, where a facility has several. */
  of: soft(PairingId),
  /** A day in view; left out: today. */
  date: soft(LocalDate.refine(isReal)),
  view: z.enum(['day', 'week', 'month']).optional().catch(undefined),
  /** Pixels per hour; left out: all days fit. */
  zoom: z.number().min(1).max(1000).optional().catch(undefined),
  mode: z.enum(['paired', 'overlay']).optional().catch(undefined),
  /** Families of kinds apart by commas; left out: all of them. */
  kinds: listOf(markFamilies),
  /** Layers that are hidden, apart by commas. */
  hide: listOf(layerNames),
  /** Only what this side holds. */
  side: z.enum(['left', 'right']).optional().catch(undefined),
  /** Only lanes whose name or group holds it. */
  lanes: soft(z.string().max(100)),
  /** Set where only lanes with discrepancies are shown. */
  only: z.literal(true).optional().catch(undefined),
  /** On whose clock days and hours are shown; left out: the facility's. */
  zone: z.enum(['mine', 'utc']).optional().catch(undefined),
  /** Set where the equal list is shown instead of the grid. */
  list: z.literal(true).optional().catch(undefined),
  /** The discrepancy in the detail. */
  open: soft(Fingerprint),
  /** The thing in the detail, by the versions that its two sides store: `l12r40`, `l12` or `r40`. */
  thing: soft(z.string().regex(/^(?=.)(l\d{1,15})?(r\d{1,15})?$/)),
})
export type CalendarSearch = z.infer<typeof CalendarSearch>
