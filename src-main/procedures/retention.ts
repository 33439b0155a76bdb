import type { Retention } from '#contract/retention'
import { fromMs, type LocalDate, wallClock } from '#contract/time'
import { reachesBackTo } from '../storage/compare-history-store.ts'
import { listFacilities } from '../storage/facility-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { oldestStart } from '../storage/purge-record-store.ts'
import { readLastPurge, readRetentionDays, saveRetentionDays } from '../storage/retention-store.ts'
import { workspaceSizes } from '../storage/workspace-sizes.ts'
import { type Desk, implementer, type OpenDesk, writerOf } from './desk.ts'

/** The local day of the oldest item of any facility; null where nothing is stored. */
function oldestItem({ ledger, cache }: OpenDesk): LocalDate | null {
  const zones = new Map(listFacilities(ledger).map(({ id, zone }) => [id, zone]))
  const days = listPairings(ledger).flatMap(({ id, facilityId }) => {
    const [startMs, zone] = [oldestStart(cache, id), zones.get(facilityId)]
    return startMs === null || zone === undefined ? [] : [wallClock(fromMs(startMs), zone).date]
  })
  return days.sort()[0] ?? null
}

function retentionOf(open: OpenDesk): Retention {
  const { ledger, cache, paths } = open
  return {
    days: readRetentionDays(ledger),
    last: readLastPurge(ledger),
    reachesBackTo: reachesBackTo(cache),
    sizes: workspaceSizes(paths),
    oldestItem: oldestItem(open),
  }
}

/** How long data is kept, and taking away what is older. */
export const retentionProcedures = (desk: Desk) => ({
  show: implementer.retention.show.handler(() => retentionOf(desk.open())),
  save: implementer.retention.save.handler(({ input: { days } }) => {
    const { ledger, by, at, purge } = writerOf(desk)
    const shorter = days < readRetentionDays(ledger)
    saveRetentionDays(ledger, { days, at, by })
    desk.publish({ topic: 'desk' })
    // Nobody waits for it: it may take a while, and its end is told by the same topic.
    if (shorter) void purge.inBackground(by)
    return retentionOf(desk.open())
  }),
  purge: implementer.retention.purge.handler(({ input: { whereDue } }) => {
    const { by, purge } = writerOf(desk)
    return whereDue ? purge.whereDue() : purge.run(by)
  }),
})
