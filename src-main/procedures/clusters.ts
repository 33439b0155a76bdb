import type { Cluster } from '#contract/discrepancies'
import { recipes } from '#contract/recipes'
import { fromMs } from '#contract/time'
import { readCause } from '../core/cluster/cause-of.ts'
import { describeCluster } from '../core/cluster/describe-cluster.ts'
import type { ClusterScope } from '../core/cluster/eligible-for.ts'
import { type CountedCluster, listClusters } from '../storage/cluster-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredFilter } from '../storage/discrepancy-list-store.ts'
import { makeNaming, type Naming } from './discrepancy-row.ts'

function toCluster(stored: CountedCluster, naming: Naming): Cluster | null {
  const names = naming(stored.pairingId)
  if (!names) return null
  const { facility, pairing, leftSystem, rightSystem } = names
  return {
    id: stored.id,
    pairingId: stored.pairingId,
    facilityId: facility.id,
    facility: facility.name,
    zone: facility.zone,
    leftSystem,
    rightSystem,
    rows: stored.rows,
    of: stored.eligible,
    span: { start: fromMs(stored.startMs), end: fromMs(stored.endMs) },
    title: describeCluster({
      cause: readCause(stored.cause),
      scope: stored.scope === null ? null : (JSON.parse(stored.scope) as ClusterScope),
      days: stored,
      fields: recipes[pairing.recipeId].fields,
      systems: { left: leftSystem, right: rightSystem },
      zone: facility.zone,
    }),
  }
}

/** Clusters with rows under the filter, those with most rows first. Only rows that pass the filter are counted. */
export function clustersUnder({ ledger, cache }: { ledger: ReadDb; cache: ReadDb }, filter: StoredFilter): Cluster[] {
  const naming = makeNaming(ledger)
  return listClusters(cache, filter)
    .map((stored) => toCluster(stored, naming))
    .filter((one): one is Cluster => one !== null)
}
