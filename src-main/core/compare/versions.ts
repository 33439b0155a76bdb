import type { ContentHash, PairKey, RecordKey, ResourceKey, SideName } from '#contract/ids'
import type { Fields } from '#contract/records'

/** A stored record as the compare sees it: visible at the snapshot under comparison. Times in ms UTC. */
export type VisibleVersion = {
  id: number
  side: SideName
  key: RecordKey
  pairKey: PairKey | null
  /** The id this record itself says it has on the other system. */
  reference: RecordKey | null
  /** Whose time it takes: the worker; null where nobody is booked. */
  resource: ResourceKey | null
  state: 'read' | 'refused'
  startMs: number
  endMs: number
  contentHash: ContentHash
  fields: Fields
  /** Sync number since which this record exists without a gap in this epoch. */
  sinceSync: number
  /** True where the newest read of its span missed it because it was incomplete. */
  unread: boolean
}

export type Group = { key: string; left: readonly VisibleVersion[]; right: readonly VisibleVersion[] }

export type WindowMs = { startMs: number; endMs: number }

/** True where the version's span shares an instant with the window; a span without length counts as its start. */
export function meetsWindow(version: { startMs: number; endMs: number }, window: WindowMs): boolean {
  if (version.startMs === version.endMs) return version.startMs >= window.startMs && version.startMs < window.endMs
  return version.startMs < window.endMs && window.startMs < version.endMs
}
