import { Fingerprint, type PairingId, type PairKey, type RecordKey, ResourceKey, type SideName } from '#contract/ids'

/**
 * What a pair, or a record without a pair key, is gathered under. The prefixes keep a vendor's id from
 * ever looking like a side's own key.
 */
export const groupKeyOf = (side: SideName, key: RecordKey, pairKey: PairKey | null): string =>
  pairKey === null ? `${side}:${key}` : `k:${pairKey}`

/** Stable identity of a pair's discrepancy: pairing + family + group key. Kind and fields may change under it. */
export const pairFingerprint = (pairing: PairingId, groupKey: string): Fingerprint =>
  Fingerprint.parse(`${pairing}|pair|${groupKey}`)

/** Stable identity of two groups that meet, whichever of both is named first. */
export const overlapFingerprint = (pairing: PairingId, one: string, other: string): Fingerprint =>
  Fingerprint.parse([pairing, 'overlap', ...[one, other].sort()].join('|'))

/** Stable identity of a doubled pair key. */
export const duplicateFingerprint = (pairing: PairingId, groupKey: string): Fingerprint =>
  Fingerprint.parse(`${pairing}|duplicate|${groupKey}`)

const ofResource = 'resource:'

/** What a crowd of one resource is told under, in place of the groups of two that meet. */
export const crowdKeyOf = (resource: ResourceKey): string => `${ofResource}${resource}`

/** The resource whose crowd is told under this key. */
export const resourceOfCrowd = (crowdKey: string): ResourceKey => ResourceKey.parse(crowdKey.slice(ofResource.length))

/** Stable identity of a resource being booked for too much at once, whenever and for whatever that is. */
export const crowdFingerprint = (pairing: PairingId, resource: ResourceKey): Fingerprint =>
  Fingerprint.parse(`${pairing}|crowd|${resource}`)
