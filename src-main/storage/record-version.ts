import type { ContentHash, PairKey, RecordKey, ResourceKey, ScopeKey } from '#contract/ids'
import type { Fields, RecordKind, WrittenTimes } from '#contract/records'

/** A record ready to be stored: identities and hash made, times in ms UTC. */
export type PreparedRecord = {
  key: RecordKey
  pairKey: PairKey | null
  groupKey: string
  reference: RecordKey | null
  scope: ScopeKey
  resource: ResourceKey | null
  kind: RecordKind
  /** A refused record keeps its place: key and span are known, its values are not. */
  state: 'read' | 'refused'
  startMs: number
  endMs: number
  written: WrittenTimes
  contentHash: ContentHash
  fields: Fields
  vendorVersion: string | null
  /** JSON pointer of the refusal; null for a record that was read. */
  pointer: string | null
}
