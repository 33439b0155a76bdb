import { type DiscrepancyRow } from '#contract/discrepancies'
import type { CompareId, OperatorId, PairingId } from '#contract/ids'
import type { Facility, Pairing } from '#contract/pairings'
import { fromMs, type Instant } from '#contract/time'
import { describeBlame } from '../core/blame/describe-blame.ts'
import { readCacheGeneration } from '../storage/cache-generation.ts'
import { writeCompareId } from '../storage/compare-store.ts'
import { connectionNames } from '../storage/connection-store.ts'
import type { ReadDb } from '../storage/database.ts'
import type { StoredDiscrepancy } from '../storage/discrepancy-store.ts'
import { listFacilities } from '../storage/facility-store.ts'
import { listOperators } from '../storage/operator-store.ts'
import { listPairings } from '../storage/pairing-store.ts'

/** Names for what rows refer to by id; `compareId` names a compare of the pairing by its number. */
export type Naming = (pairingId: PairingId) => {
  pairing: Pairing
  facility: Facility
  leftSystem: string
  rightSystem: string
  compareId(number: number): CompareId
  /** Empty where the ledger does not know this person. */
  operator(id: OperatorId): string
} | null

/** Reads the few names once for a whole page of rows; `listed` are all pairings of the ledger. */
export function makeNaming(
  { ledger, cache }: { ledger: ReadDb; cache: ReadDb },
  listed = listPairings(ledger),
): Naming {
  const generation = readCacheGeneration(cache) ?? ''
  const connections = connectionNames(ledger)
  const facilities = new Map(listFacilities(ledger).map((one) => [one.id, one]))
  const operators = new Map(listOperators(ledger).map((one) => [one.id, one.name]))
  const pairings = new Map(listed.map((one) => [one.id, one]))
  return (pairingId) => {
    const pairing = pairings.get(pairingId)
    const facility = pairing && facilities.get(pairing.facilityId)
    if (!pairing || !facility) return null
    return {
      pairing,
      facility,
      leftSystem: connections.get(pairing.left.connectionId) ?? '',
      rightSystem: connections.get(pairing.right.connectionId) ?? '',
      compareId: (number) => writeCompareId(generation, { pairingId, number }),
      operator: (id) => operators.get(id) ?? '',
    }
  }
}

/** A stored discrepancy as the list shows it at the moment `now`; null where its pairing was removed. */
export function toRow(stored: StoredDiscrepancy, naming: Naming, now: Instant): DiscrepancyRow | null {
  const names = naming(stored.pairingId)
  if (!names) return null
  const { fingerprint, pairingId, kind, reason, side, origin, who, label, leftKey, rightKey, firstSeenAt } = stored
  const { facility, leftSystem, rightSystem } = names
  const differences = [...stored.differences]
  const members = [...stored.members]
  const span = { start: fromMs(stored.startMs), end: fromMs(stored.endMs) }
  const systems = { left: leftSystem, right: rightSystem }
  const told = { kind, reason, side, differences, origin, members, span, who }
  return {
    fingerprint,
    pairingId,
    facilityId: facility.id,
    ...told,
    blame: describeBlame(told, { systems, zone: facility.zone }),
    zone: facility.zone,
    resource: stored.resource,
    label,
    leftKey,
    rightKey,
    leftSystem,
    rightSystem,
    facility: facility.name,
    firstSeenAt,
    matchedBy: stored.matchedBy,
    clusterId: stored.clusterId,
    accepted: stored.ended === null && stored.acceptedUntil !== null && stored.acceptedUntil > now,
    acknowledged: stored.acknowledged,
    assignee: stored.assignedTo === null ? null : names.operator(stored.assignedTo),
    bornIn: names.compareId(stored.born),
  }
}
