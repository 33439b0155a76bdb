/** A shift as the sandbox stores it, without a vendor's shape. Times are texts as they go out: `2026-11-21T09:30:00.000Z`. */
export type SandboxShift = {
  /** The id on this system. */
  ownId: string
  /** The id on the other system, where this one knows it. */
  otherId: string | null
  /** The facility's id on this system. */
  facility: string
  start: string
  end: string
  label: string
  requirements: string
  worker: { id: string; firstName: string; lastName: string; email?: string; phone?: string } | null
  version: string
  /**
   * Laid over `attributes` as it goes out: malformed or unknown fields, another writing of a time. Filters and sorting
   * go on using `start` and `end`. The connector refuses a time that does not end in Z.
   */
  raw?: Record<string, unknown>
  /** True: the list leaves it out, Get returns it. */
  unlisted?: boolean
}

/** Where the two ids stand in an answer. */
export type SandboxShape = {
  ownId: 'id' | 'attributes.mapleShiftId'
  otherId: 'attributes.mapleShiftId' | 'attributes.externalShiftId' | 'id' | 'none'
}

/** How this server settles what the vendor's page leaves open. */
export type SandboxHabits = {
  /** Which shifts a window asks for: those that overlap it, or those that start in it. */
  dateFilter: 'overlap' | 'start'
  unassigned: 'absent' | 'null'
  lastPage: 'no-links' | 'no-next' | 'null' | 'empty'
  nextLink: 'absolute' | 'relative'
  /** The body of a 404 for an unknown id: an error list, or nothing. */
  notFound: '404-errors' | '404-empty'
}

const worker = (shift: SandboxShift, habits: SandboxHabits): Record<string, unknown> => {
  if (shift.worker === null) return habits.unassigned === 'null' ? { assignedTo: null } : {}
  const { id, ...person } = shift.worker
  return { assignedTo: { externalUserId: id, ...person } }
}

/** The shift as it stands in `data`. */
export function toAnswer(shift: SandboxShift, shape: SandboxShape, habits: SandboxHabits): Record<string, unknown> {
  const ids: Record<string, string> = { id: shift.ownId, [shape.ownId]: shift.ownId }
  if (shift.otherId !== null && shape.otherId !== 'none') ids[shape.otherId] = shift.otherId
  const attributes: Record<string, unknown> = {
    externalFacilityId: shift.facility,
    startTime: shift.start,
    endTime: shift.end,
    shiftLabel: shift.label,
    workerRequirements: shift.requirements,
    version: shift.version,
    ...worker(shift, habits),
  }
  for (const [path, value] of Object.entries(ids)) {
    if (path.startsWith('attributes.')) attributes[path.slice('attributes.'.length)] = value
  }
  return { id: ids['id'], type: 'shift', attributes: { ...attributes, ...shift.raw } }
}

const ms = (text: string): number => Date.parse(text)

/** Listed shifts of the facility that the window asks for, by start and id, so that paging neither skips nor repeats. */
export function selectShifts(
  shifts: Iterable<SandboxShift>,
  asked: { facility: string; start: string; end: string },
  dateFilter: SandboxHabits['dateFilter'],
): SandboxShift[] {
  const from = ms(asked.start)
  const to = ms(asked.end)
  const inWindow = (shift: SandboxShift): boolean =>
    dateFilter === 'start'
      ? ms(shift.start) >= from && ms(shift.start) < to
      : ms(shift.start) < to && from < ms(shift.end)
  return [...shifts]
    .filter((shift) => shift.unlisted !== true && shift.facility === asked.facility && inWindow(shift))
    .sort((a, b) => ms(a.start) - ms(b.start) || (a.ownId < b.ownId ? -1 : a.ownId > b.ownId ? 1 : 0))
}
