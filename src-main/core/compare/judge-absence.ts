import type { VisibleVersion, WindowMs } from './versions.ts'

/** A stretch of time that one complete read of a side covered, with the sync it belongs to. Newest first in lists. */
export type CompleteRead = WindowMs & { sync: number }

export type AbsenceInput = {
  present: VisibleVersion
  judged: WindowMs
  /** Complete window reads of the side that lacks it, this epoch's, newest first. */
  reads: readonly CompleteRead[]
  /** Newest sync in which that side answered "not found" to this record's own key there; null where never. */
  keyAbsentIn: number | null
  /** Newest answer of a Get made to check the absence. */
  checked: 'found' | 'not-found' | null
}

/**
 * Silence is not absence: a record is missing from a side only where that side was read completely over its
 * span in the same sync as the record was first seen, or later. A key that was asked and not found proves itself.
 */
export function judgeAbsence({
  present,
  judged,
  reads,
  keyAbsentIn,
  checked,
}: AbsenceInput): 'absent' | 'not-proven' | 'listed-not-got' {
  if (checked === 'found') return 'listed-not-got'
  if (keyAbsentIn !== null && keyAbsentIn >= present.sinceSync) return 'absent'
  const from = Math.max(present.startMs, judged.startMs)
  const to = Math.min(present.endMs, judged.endMs)
  const newest = reads.find((read) => read.startMs <= from && read.endMs >= to)
  return newest !== undefined && newest.sync >= present.sinceSync ? 'absent' : 'not-proven'
}
