import type { Run } from '#contract/runs'

/** True while a run waits for its turn or runs: it can be cancelled. */
export const isUnderWay = ({ state }: Pick<Run, 'state'>): boolean => state === 'queued' || state === 'running'

/** True where a run ended without having read and compared everything: it is worth another try. */
export const endedShort = (run: Pick<Run, 'state'>): boolean => !isUnderWay(run) && run.state !== 'done'
