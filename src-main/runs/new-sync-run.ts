import { type PairingId, RunId, type SideName } from '#contract/ids'
import type { Run, SideProgress } from '#contract/runs'
import type { Instant } from '#contract/time'
import { newId } from '../platform/new-id.ts'

type NewSyncRun = { pairingId: PairingId; startedAt: Instant; systems: Readonly<Record<SideName, string>> }

/** A sync that has just started: nothing read yet on either side. */
export function newSyncRun({ pairingId, startedAt, systems }: NewSyncRun): Run {
  const idle = (side: SideName): SideProgress => ({
    side,
    system: systems[side],
    phase: 'waiting',
    pages: 0,
    records: 0,
    refused: 0,
    total: null,
    tell: '',
  })
  return {
    id: newId(RunId),
    kind: 'sync',
    pairingId,
    state: 'running',
    phase: 'pull',
    startedAt,
    endedAt: null,
    left: idle('left'),
    right: idle('right'),
    outcome: null,
    tell: '',
  }
}
