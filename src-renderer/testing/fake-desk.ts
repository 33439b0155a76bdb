import { FollowUp, type SavedFilter, SavedFilterDraft } from '#contract/desk-work'
import type { DiscrepancyCounts, DiscrepancyFilter, DiscrepancyRow } from '#contract/discrepancies'
import { AppError } from '#contract/errors'
import { FacilityId, FollowUpId, SavedFilterId } from '#contract/ids'
import type { Facility } from '#contract/pairings'
import { periodSpan } from '#contract/periods'
import type { CoreClient } from '#contract/procedures'
import { fromMs, type Instant, toMs } from '#contract/time'

type FakeDesk = {
  rows: readonly DiscrepancyRow[]
  facilities: () => readonly Facility[]
  now: Instant
  by: () => string
  counts: (filter: DiscrepancyFilter) => DiscrepancyCounts
  tell: () => void
}

const gone = (): never => {
  throw new AppError('not-found', { blame: 'settings', tell: 'It is no longer there. Somebody removed it meanwhile.' })
}

/** What people keep at a core in memory: a few follow-ups and two filters to begin with. */
export function fakeDesk(input: FakeDesk): Pick<CoreClient, 'followUps' | 'savedFilters'> {
  const { rows, facilities, now, by, counts, tell } = input
  const texts = ['Put Ada Sample back into the roster of ward 2.', 'Ask the agency who comes on Saturday night.']
  let tasks: FollowUp[] = rows.slice(0, 3).map((row, place) => ({
    id: FollowUpId.parse(`u-${place + 1}`),
    facilityId: row.facilityId,
    facility: row.facility,
    about: place === 1 ? null : { pairingId: row.pairingId, fingerprint: row.fingerprint },
    text: texts[place] ?? 'Tell the ward that the late shift begins at 14:15.',
    by: by(),
    at: fromMs(toMs(now) - (place + 1) * 7_200_000),
    closed: place === 2 ? { by: by(), at: fromMs(toMs(now) - 600_000) } : null,
  }))
  let filters: Omit<SavedFilter, 'open'>[] = [
    {
      id: SavedFilterId.parse('s-1'),
      name: 'Double bookings',
      filter: { kinds: ['overlap'] },
      order: 'risk',
      by: by(),
    },
    { id: SavedFilterId.parse('s-2'), name: 'Nobody’s', filter: { assignedTo: null }, order: 'time', by: by() },
  ]
  let next = 10
  const counted = (kept: Omit<SavedFilter, 'open'>): SavedFilter => {
    const filter = kept.period ? { ...kept.filter, within: periodSpan(kept.period, now) } : kept.filter
    return { ...kept, filter, open: counts(filter).total }
  }
  return {
    followUps: {
      list: async ({ facilityId, about, closed }) =>
        tasks
          .filter((task) => closed || task.closed === null)
          .filter((task) => facilityId === undefined || task.facilityId === facilityId)
          .filter((task) => about === undefined || task.about?.fingerprint === about.fingerprint)
          .sort((a, b) => Number(a.closed !== null) - Number(b.closed !== null) || (a.at < b.at ? -1 : 1)),
      add: async (draft) => {
        const facilityId = FacilityId.parse(draft.facilityId)
        const { text } = draft
        const about = FollowUp.shape.about.parse(draft.about)
        const facility = facilities().find(({ id }) => id === facilityId)?.name ?? gone()
        const id = FollowUpId.parse(`u-${next++}`)
        const task: FollowUp = { id, facilityId, facility, about, text, by: by(), at: now, closed: null }
        tasks = [...tasks, task]
        tell()
        return task
      },
      close: async ({ id, closed }) => {
        tasks = tasks.map((task) =>
          task.id === id ? { ...task, closed: closed ? { by: by(), at: now } : null } : task,
        )
        tell()
        return tasks.find((task) => task.id === id) ?? gone()
      },
    },
    savedFilters: {
      list: async () => filters.map(counted),
      save: async (input) => {
        const draft = SavedFilterDraft.parse(input)
        const kept = { ...draft, id: draft.id ?? SavedFilterId.parse(`s-${next++}`), by: by() }
        filters = [...filters.filter(({ id }) => id !== kept.id), kept]
        tell()
        return counted(kept)
      },
      remove: async ({ id }) => {
        filters = filters.filter((kept) => kept.id !== id)
        tell()
        return { done: true }
      },
    },
  }
}
