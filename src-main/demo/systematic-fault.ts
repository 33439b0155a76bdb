import type { AgreedShift } from './agreed-schedule.ts'
import type { FacilityLetter } from './cast.ts'
import { differs, later, type Planted } from './story.ts'

/**
 * What goes wrong in one and the same way, because one thing was set up wrongly: from the tenth day after the world's
 * own on, the partner has every night of one wing an hour too late.
 */
export const systematicFault = {
  name: 'an hour too late at the partner, as all of its kind since that day',
  facility: 'a' satisfies FacilityLetter,
  label: 'Night, Rowan wing',
  fromDay: 10,
  minutes: 60,
} as const

/** True for the shifts that the fault touches. */
export const isTouched = ({ letter, dayOffset, maple }: AgreedShift): boolean =>
  letter === systematicFault.facility && dayOffset >= systematicFault.fromDay && maple.label === systematicFault.label

/** The fault's mark on one shift. */
export function plantFault({ maple, partner }: AgreedShift): Planted {
  const { minutes } = systematicFault
  const moved = { start: later(partner.start, minutes), end: later(partner.end, minutes) }
  return differs({ maple, partner }, ['start', 'end'], moved)
}
