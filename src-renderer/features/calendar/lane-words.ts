import type { CalendarLane } from '#contract/calendar'

/** A lane's name on the screen: its resource's, or that nobody is booked. */
export const laneName = ({ resource, name }: Pick<CalendarLane, 'resource' | 'name'>): string =>
  resource === null ? 'Unassigned' : name

/** True where the lane's name or group holds the text; case does not matter, and an empty text asks for nothing. */
export function laneMatches(lane: CalendarLane, text: string): boolean {
  const asked = text.trim().toLowerCase()
  return asked === '' || `${laneName(lane)} ${lane.group}`.toLowerCase().includes(asked)
}

/** The group a lane stands under; what nobody is booked for has one of its own where there are groups at all. */
export const laneGroup = ({ resource, group }: Pick<CalendarLane, 'resource' | 'group'>, grouped: boolean): string =>
  grouped && resource === null && group === '' ? 'Nobody booked' : group
