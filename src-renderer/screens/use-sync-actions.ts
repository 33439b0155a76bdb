import { notifications } from '@mantine/notifications'
import type { PairingId, RunId } from '#contract/ids'
import type { Facility, PairingState } from '#contract/pairings'
import type { Run } from '#contract/runs'
import { countOf, countWords } from '../format/count.ts'
import { errorOf } from '../format/error-words.ts'
import { useCancelRun, useSync, useSyncAll } from '../queries/runs.ts'

const failed = (title: string) => (error: unknown) =>
  notifications.show({ title, message: errorOf(error).tell, color: 'red', autoClose: 12_000 })

export type SyncActions = {
  startingId: PairingId | null
  cancellingId: RunId | null
  /** True while a sync of several is being started. */
  startingAll: boolean
  start: (state: PairingState) => void
  /** Syncs every pairing, or those of one facility. */
  startAll: (facility: Facility | undefined) => void
  cancel: (run: Run) => void
}

/** Starts and stops syncs; a refusal is said in a notification that names the facility. */
export function useSyncActions(): SyncActions {
  const sync = useSync()
  const syncAll = useSyncAll()
  const cancel = useCancelRun()
  return {
    startingId: sync.isPending ? (sync.variables ?? null) : null,
    startingAll: syncAll.isPending,
    cancellingId: cancel.isError ? null : (cancel.variables ?? null),
    start: (state) =>
      sync.mutate(state.pairing.id, { onError: failed(`The sync of ${state.facility.name} did not start`) }),
    startAll: (facility) =>
      syncAll.mutate(facility?.id, {
        onSuccess: (runs) => notifications.show({ message: startedWords(runs), autoClose: 4000 }),
        onError: failed(`The syncs ${facility ? `of ${facility.name} ` : ''}did not start`),
      }),
    cancel: (run) => cancel.mutate(run.id, { onError: failed('The sync was not stopped') }),
  }
}

function startedWords(runs: readonly Run[]): string {
  const waiting = runs.filter((run) => run.state === 'queued').length
  const failed = runs.filter((run) => run.state === 'failed')
  const said = `${countOf(runs.length - waiting - failed.length, 'sync', 'syncs')} running`
  const started = waiting === 0 ? `${said}.` : `${said}, ${countWords(waiting)} waiting.`
  const [first] = failed
  return first ? `${started} ${countOf(failed.length, 'sync', 'syncs')} did not start: ${first.tell}` : started
}
