import { assertNever } from '#contract/assert-never'
import type { Run, RunState } from '#contract/runs'

/** True while a run waits for its turn or runs: it can be cancelled. */
export const isUnderWay = ({ state }: Pick<Run, 'state'>): boolean => state === 'queued' || state === 'running'

/** True where a run ended without having read and compared everything: it is worth another try. */
export const endedShort = (run: Pick<Run, 'state'>): boolean => !isUnderWay(run) && run.state !== 'done'

/** How a run ended, in words. */
export function runStateWords(state: RunState): string {
  switch (state) {
    case 'queued':
      return 'Waiting'
    case 'running':
      return 'Running'
    case 'done':
      return 'Done'
    case 'incomplete':
      return 'Read in part'
    case 'failed':
      return 'Failed'
    case 'cancelled':
      return 'Cancelled'
    case 'interrupted':
      return 'Interrupted'
    default:
      return assertNever(state)
  }
}
