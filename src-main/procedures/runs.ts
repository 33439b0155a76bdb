import { AppError } from '#contract/errors'
import { listPairings } from '../storage/pairing-store.ts'
import { findRun, listRunLog, listRuns } from '../storage/run-store.ts'
import { type Desk, implementer, writerOf } from './desk.ts'

/** Starting, following and reading runs. */
export const runProcedures = (desk: Desk) => ({
  list: implementer.runs.list.handler(async ({ input }) => {
    const { cache, writer } = desk.open()
    const stored = listRuns(cache, { pairingId: input.pairingId ?? null, limit: input.limit })
    if (!writer) return stored
    const live = new Map((await writer.worker.active()).map((run) => [run.id, run]))
    return stored.map((run) => live.get(run.id) ?? run)
  }),
  sync: implementer.runs.sync.handler(({ input }) => writerOf(desk).worker.startSync(input)),
  syncAll: implementer.runs.syncAll.handler(({ input: { facilityId } }) => {
    const { ledger, worker } = writerOf(desk)
    const wanted = listPairings(ledger).filter((one) => facilityId === undefined || one.facilityId === facilityId)
    return worker.startAll({ pairingIds: wanted.map(({ id }) => id) })
  }),
  cancel: implementer.runs.cancel.handler(async ({ input }) => {
    await writerOf(desk).worker.cancel(input)
    return { done: true } as const
  }),
  log: implementer.runs.log.handler(({ input }) => listRunLog(desk.open().cache, input.runId)),
  follow: implementer.runs.follow.handler(async function* ({ input, signal }) {
    const { cache, writer } = desk.open()
    if (writer) {
      yield* await writer.worker.follow(input, signal ? { signal } : {})
      return
    }
    const run = findRun(cache, input.runId)
    if (!run) throw new AppError('not-found', { blame: 'settings', tell: 'This run is not stored here any more.' })
    yield run
  }),
})
