import { type PairingId, RunId, type SideName } from '#contract/ids'
import type { Run, RunTrigger, SideProgress } from '#contract/runs'
import type { Instant } from '#contract/time'
import { newId } from '../platform/new-id.ts'

type NewSyncRun = {
  pairingId: PairingId
  startedAt: Instant
  trigger: RunTrigger
  /** `queued` where others must end first. */
  state: 'queued' | 'running'
  systems: Readonly<Record<SideName, string>>
}

/** A sync that has just started or waits for its turn: nothing read yet on either side. */
export function newSyncRun({ pairingId, startedAt, trigger, state, systems }: NewSyncRun): Run {
  const idle = (side: SideName): SideProgress => ({
    side,
    system: systems[side],
    phase: 'waiting',
    pages: 0,
    records: 0,
    refused: 0,
    total: null,
    perSecond: null,
    msLeft: null,
    tell: '',
  })
  return {
    id: newId(RunId),
    kind: 'sync',
    trigger,
    pairingId,
    state,
    phase: 'pull',
    startedAt,
    endedAt: null,
    left: idle('left'),
    right: idle('right'),
    outcome: null,
    tell: '',
  }
}
