/** What the place of a facility among the others rests on. */
export type FacilityStanding = {
  name: string
  /** False where nothing is compared for it. */
  paired: boolean
  /** Alerts that somebody is double-booked, or that a system fails, which nobody has seen. */
  doubleBooked: number
  systems: number
  /** Score of its most urgent open discrepancy; null where none is open. */
  worst: number | null
}

const groupOf = ({ paired, doubleBooked, systems }: FacilityStanding): number =>
  !paired ? 2 : doubleBooked + systems > 0 ? 0 : 1

/**
 * Puts the facility first that needs a person most: those with double bookings or a failing system, then the others, each
 * by their most urgent discrepancy and by name; what nothing is compared for stands last.
 */
export function byNeed(a: FacilityStanding, b: FacilityStanding): number {
  return groupOf(a) - groupOf(b) || (b.worst ?? 0) - (a.worst ?? 0) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}
