import type { Cluster } from '#contract/discrepancies'
import { recipes } from '#contract/recipes'
import { fromMs } from '#contract/time'
import { readCause } from '../core/cluster/cause-of.ts'
import { describeCluster } from '../core/cluster/describe-cluster.ts'
import type { ClusterScope } from '../core/cluster/eligible-for.ts'
import { atOneMoment } from '../storage/at-one-moment.ts'
import { type CountedCluster, listClusters } from '../storage/cluster-store.ts'
import { type CompareRow, newestCompare } from '../storage/compare-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredFilter } from '../storage/discrepancy-filter.ts'
import { looksBack } from '../storage/discrepancy-history-store.ts'
import { makeNaming, type Naming } from './discrepancy-row.ts'

/** Null where its pairing was removed. `newest` is the pairing's compare in view. */
function toCluster(stored: CountedCluster, naming: Naming, newest: CompareRow | null): Cluster | null {
  const names = naming(stored.pairingId)
  if (!names || !newest) return null
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
    compareId: names.compareId(newest.number),
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
  // Which rows share a cause is known of the compare in view alone.
  if (looksBack(filter)) return []
  const naming = makeNaming({ ledger, cache })
  return atOneMoment(cache, () => {
    const found = listClusters(cache, filter)
    return found.flatMap((stored) => toCluster(stored, naming, newestCompare(cache, stored.pairingId)) ?? [])
  })
}
