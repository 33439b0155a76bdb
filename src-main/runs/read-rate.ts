/** The stretch over which the rate is told: long enough to be steady, short enough to show a vendor that slows down. */
const stretchMs = 5_000

export type ReadRate = {
  /**
   * Notes how many records were read so far, at `ms` of a monotonic clock; `expected` is how many there will be, where
   * known. Both figures are null while they cannot be told.
   */
  note(now: { ms: number; read: number; expected: number | null }): { perSecond: number | null; msLeft: number | null }
}

/** Tells how fast one side is read and how long it will take, starting at `ms` with nothing read. */
export function makeReadRate(startMs: number): ReadRate {
  const marks = [{ ms: startMs, read: 0 }]
  return {
    note({ ms, read, expected }) {
      marks.push({ ms, read })
      // The oldest mark kept is the last one at least a stretch old, so that pages far apart still make a rate.
      while (marks[1] && ms - marks[1].ms >= stretchMs) marks.shift()
      const oldest = marks[0] ?? { ms: startMs, read: 0 }
      const passed = ms - oldest.ms
      const perSecond = passed > 0 && read > oldest.read ? ((read - oldest.read) * 1000) / passed : null
      const left = expected === null || expected < read ? null : expected - read
      return { perSecond, msLeft: perSecond === null || left === null ? null : Math.round((left * 1000) / perSecond) }
    },
  }
}
