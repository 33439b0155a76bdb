/** Counts over the span that this read and the last complete one both cover. */
export type ReadCounts = {
  /** Records the last complete read held there; null where this is the side's first read. */
  before: number | null
  /** Of those, how many this read no longer holds. */
  lost: number
  now: number
  /** Of those now, how many have ids never seen before. */
  fresh: number
  /** Of those before, how many now start later (or earlier) by the very same time: the largest such number. */
  shifted: number
  /** Records the other side holds (this sync's read, else its last); null where unknown. */
  otherSide: number | null
}

export type Finding = 'emptied' | 'lost-many' | 'mostly-new' | 'shifted' | 'first-read-empty'

/** Smallest count at which a share means something. */
const enoughToJudge = 10

/**
 * Refuse before harm: an emptied side, a side that lost more than max(10, 20 %), mostly new ids, a feed
 * most of which moved by the very same time, or a first read that is empty while the other side is not, is not
 * published (`architecture.md` 6; R4 b, d, e).
 */
export function judgePlausibility({ before, lost, now, fresh, shifted, otherSide }: ReadCounts): Finding | null {
  // Where nobody knows what the other side holds, an empty first read proves nothing either.
  if (before === null) return now === 0 && otherSide !== 0 ? 'first-read-empty' : null
  if (before > 0 && now === 0) return 'emptied'
  if (lost > Math.max(10, before * 0.2)) return 'lost-many'
  if (before >= enoughToJudge && now >= enoughToJudge && fresh > now / 2) return 'mostly-new'
  if (shifted >= enoughToJudge && shifted > before / 2) return 'shifted'
  return null
}
