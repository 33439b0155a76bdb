import { toErrorData } from '#contract/errors'
import type { SideName } from '#contract/ids'
import type { Pairing } from '#contract/pairings'
import type { Run, SideProgress } from '#contract/runs'
import { listConnections } from '../storage/connection-store.ts'
import type { ReadDb } from '../storage/database.ts'
import { listFacilities } from '../storage/facility-store.ts'
import { schemaVersion } from '../storage/migrate.ts'
import { listOperators } from '../storage/operator-store.ts'
import { listPairings } from '../storage/pairing-store.ts'
import { readRetentionDays } from '../storage/retention-store.ts'
import { listRuns } from '../storage/run-store.ts'
import { findSide, newestEndedSnapshot } from '../storage/snapshot-store.ts'

/** Both files of an open workspace. */
export type OpenFiles = { ledger: ReadDb; cache: ReadDb }

const newestRuns = 20

/** What a part says, or the code of why it cannot: a damaged file must not keep the rest from support. */
export function orCode<T>(read: () => T): T | { unreadable: string } {
  try {
    return read()
  } catch (thrown) {
    return { unreadable: toErrorData(thrown).code }
  }
}

/** What an open workspace holds, in ids, codes and counts: which settings are set and never to what, no name and no text. */
export const describeWorkspace = (files: OpenFiles) => ({
  schema: orCode(() => ({ ledger: schemaVersion(files.ledger.sql), cache: schemaVersion(files.cache.sql) })),
  kept: orCode(() => ({
    facilities: listFacilities(files.ledger).length,
    operators: listOperators(files.ledger).length,
    days: readRetentionDays(files.ledger),
  })),
  connections: orCode(() =>
    listConnections(files.ledger).map(({ id, connectorId, environment, settings, secrets, changedAt }) => ({
      ...{ id, connectorId, environment, changedAt },
      settings: Object.keys(settings),
      secrets: secrets.map(({ key, storedAt }) => ({ key, storedAt })),
    })),
  ),
  pairings: orCode(() => listPairings(files.ledger).map((pairing) => describePairing(files, pairing))),
  runs: orCode(() => listRuns(files.cache, { pairingId: null, limit: newestRuns }).map(describeRun)),
})

function describePairing({ cache }: OpenFiles, pairing: Pairing) {
  const { id, recipeId, policy } = pairing
  const newestRead = (side: SideName) => {
    const row = findSide(cache, id, side)
    const read = row && newestEndedSnapshot(cache, row.id)
    if (!row || !read) return null
    const { number, state, records, startedAt, endedAt, failure } = read
    return { number, inView: row.published, state, records, startedAt, endedAt, failed: failure?.code ?? null }
  }
  return {
    ...{ id, recipeId, policy },
    left: { connection: pairing.left.connectionId, newestRead: newestRead('left') },
    right: { connection: pairing.right.connectionId, newestRead: newestRead('right') },
  }
}

const describeSide = ({ phase, pages, records, refused }: SideProgress) => ({ phase, pages, records, refused })

const describeRun = ({
  id,
  kind,
  trigger,
  pairingId,
  state,
  phase,
  startedAt,
  endedAt,
  left,
  right,
  outcome,
}: Run) => ({
  ...{ id, kind, trigger, pairingId, state, phase, startedAt, endedAt, outcome },
  left: describeSide(left),
  right: describeSide(right),
})
