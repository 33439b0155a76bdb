import type { SavedFilter } from '#contract/desk-work'
import type { Pairing } from '#contract/pairings'
import { periodSpan } from '#contract/periods'
import type { Instant } from '#contract/time'
import type { ReadDb } from '../storage/database.ts'
import { countGroups, pickGroups, sumOpen } from '../storage/discrepancy-count-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import {
  listSavedFilters,
  removeSavedFilter,
  type StoredSavedFilter,
  saveFilter,
} from '../storage/saved-filter-store.ts'
import { type Desk, deciderOf, implementer } from './desk.ts'
import { storedFilter } from './stored-filter.ts'

/** A kept filter with what is open under it at the moment `now`. */
function counted(
  cache: ReadDb,
  saved: StoredSavedFilter,
  { pairings, now }: { pairings: readonly Pairing[]; now: Instant },
): SavedFilter {
  const asked = saved.period ? { ...saved.filter, within: periodSpan(saved.period, now) } : saved.filter
  const filter = storedFilter(pairings, asked, now)
  return { ...saved, filter: asked, open: sumOpen(pickGroups(countGroups(cache, filter), filter)) }
}

/** Filters that people keep, with live counts. */
export const savedFilterProcedures = (desk: Desk) => ({
  list: implementer.savedFilters.list.handler(() => {
    const { ledger, cache } = desk.open()
    const asked = { pairings: listPairings(ledger), now: desk.clock.now() }
    return listSavedFilters(ledger).map((saved) => counted(cache, saved, asked))
  }),
  save: implementer.savedFilters.save.handler(({ input }) => {
    const { ledger, by, at } = deciderOf(desk)
    const { cache } = desk.open()
    const saved = saveFilter(ledger, { draft: input, by, at })
    desk.publish({ topic: 'desk' })
    return counted(cache, saved, { pairings: listPairings(ledger), now: at })
  }),
  remove: implementer.savedFilters.remove.handler(({ input }) => {
    const { ledger, by, at } = deciderOf(desk)
    removeSavedFilter(ledger, { id: input.id, by, at })
    desk.publish({ topic: 'desk' })
    return { done: true } as const
  }),
})
