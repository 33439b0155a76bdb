import { Fingerprint, type PairingId, type PairKey, type RecordKey, type SideName } from '#contract/ids'

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
