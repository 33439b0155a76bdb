import { z } from 'zod'

/** Ids are branded strings; they come from these schemas or from `newId` in platform, never from a cast. */
const id = z.string().min(1).max(200)

export const ConnectorId = id.regex(/^[a-z][a-z0-9-]*$/).brand<'ConnectorId'>()
export type ConnectorId = z.infer<typeof ConnectorId>

export const ConnectionId = id.brand<'ConnectionId'>()
export type ConnectionId = z.infer<typeof ConnectionId>

export const FacilityId = id.brand<'FacilityId'>()
export type FacilityId = z.infer<typeof FacilityId>

export const PairingId = id.brand<'PairingId'>()
export type PairingId = z.infer<typeof PairingId>

export const OperatorId = id.brand<'OperatorId'>()
export type OperatorId = z.infer<typeof OperatorId>

export const RunId = id.brand<'RunId'>()
export type RunId = z.infer<typeof RunId>

export const FollowUpId = id.brand<'FollowUpId'>()
export type FollowUpId = z.infer<typeof FollowUpId>

export const SavedFilterId = id.brand<'SavedFilterId'>()
export type SavedFilterId = z.infer<typeof SavedFilterId>

/** Carries the cache file's random generation, so that a ledger row never points into a rebuilt cache. */
export const CompareId = id.brand<'CompareId'>()
export type CompareId = z.infer<typeof CompareId>

/** Stable identity of a discrepancy across compares: pairing + family + record or group key. */
export const Fingerprint = z.string().min(1).max(1000).brand<'Fingerprint'>()
export type Fingerprint = z.infer<typeof Fingerprint>

/** Discrepancies that share one cause; opaque, and without any value of theirs, because it stands in addresses. */
export const ClusterId = id.regex(/^[A-Za-z0-9_-]+$/).brand<'ClusterId'>()
export type ClusterId = z.infer<typeof ClusterId>

/** What is wrong with reading one side of one pairing: pairing + side + kind. */
export const SystemAlertId = z.string().min(1).max(500).brand<'SystemAlertId'>()
export type SystemAlertId = z.infer<typeof SystemAlertId>

/** The vendor's own id of a record, scoped by its connection. */
export const RecordKey = z.string().min(1).max(500).brand<'RecordKey'>()
export type RecordKey = z.infer<typeof RecordKey>

/** What makes a record the same thing on both sides, scoped by pairing. */
export const PairKey = z.string().min(1).max(500).brand<'PairKey'>()
export type PairKey = z.infer<typeof PairKey>

/** Hash over the fields the recipe compares, the vendor's noise left out. */
export const ContentHash = z.string().brand<'ContentHash'>()
export type ContentHash = z.infer<typeof ContentHash>

/** What the vendor wants back on a write; opaque, compared for equality only. */
export const VendorVersion = z.string().brand<'VendorVersion'>()
export type VendorVersion = z.infer<typeof VendorVersion>

/** What one list call covers on the vendor's side: a facility's id there, a doctor at an address. */
export const ScopeKey = z.string().min(1).max(300).brand<'ScopeKey'>()
export type ScopeKey = z.infer<typeof ScopeKey>

/** A lane of the facility calendar as the recipe identifies it on both systems (for shifts the worker's external id). */
export const ResourceKey = z.string().min(1).max(300).brand<'ResourceKey'>()
export type ResourceKey = z.infer<typeof ResourceKey>

/** Number of a snapshot within one side of one pairing; grows, is never reused. */
export const SnapshotNumber = z.int().min(1).brand<'SnapshotNumber'>()
export type SnapshotNumber = z.infer<typeof SnapshotNumber>

/** Number of a compare within one pairing; grows, is never reused. */
export const CompareNumber = z.int().min(1).brand<'CompareNumber'>()
export type CompareNumber = z.infer<typeof CompareNumber>

export const SideName = z.enum(['left', 'right'])
export type SideName = z.infer<typeof SideName>

/** The side across from this one. */
export const otherSide = (side: SideName): SideName => (side === 'left' ? 'right' : 'left')

/** Live systems reach real patients and real pay; test systems never do. A pairing never mixes them. */
export const Environment = z.enum(['live', 'test'])
export type Environment = z.infer<typeof Environment>
