import { notifications } from '@mantine/notifications'
import type { PairingId, RunId } from '#contract/ids'
import type { PairingState } from '#contract/pairings'
import type { Run } from '#contract/runs'
import { errorOf } from '../format/error-words.ts'
import { useCancelRun, useSync } from '../queries/runs.ts'

const failed = (title: string) => (error: unknown) =>
  notifications.show({ title, message: errorOf(error).tell, color: 'red', autoClose: 12_000 })

export type SyncActions = {
  startingId: PairingId | null
  cancellingId: RunId | null
  start: (state: PairingState) => void
  cancel: (run: Run) => void
}

/** Starts and stops syncs; a refusal is said in a notification that names the facility. */
export function useSyncActions(): SyncActions {
  const sync = useSync()
  const cancel = useCancelRun()
  return {
    startingId: sync.isPending ? (sync.variables ?? null) : null,
    cancellingId: cancel.isError ? null : (cancel.variables ?? null),
    start: (state) =>
      sync.mutate(state.pairing.id, { onError: failed(`The sync of ${state.facility.name} did not start`) }),
    cancel: (run) => cancel.mutate(run.id, { onError: failed('The sync was not stopped') }),
  }
}
