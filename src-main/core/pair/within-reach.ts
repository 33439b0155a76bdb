import { type LoneRecord, type MatchGround, startReach } from './weigh-match.ts'

/** Records by start, searched in halves. */
function byStart(records: readonly LoneRecord[]): (fromMs: number, toMs: number) => LoneRecord[] {
  const sorted = records.toSorted((a, b) => a.startMs - b.startMs)
  return (fromMs, toMs) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle]?.startMs ?? 0) < fromMs) low = middle + 1
      else high = middle
    }
    const found: LoneRecord[] = []
    for (let at = low; at < sorted.length; at += 1) {
      const one = sorted[at]
      if (!one || one.startMs > toMs) break
      found.push(one)
    }
    return found
  }
}

/**
 * Looks up which of `records` a record of the other side could be matched with by its resource and start, without trying
 * each against each: a superset of what the rule matches.
 */
export function makeWithinReach(
  records: readonly LoneRecord[],
  ground: Pick<MatchGround, 'match'>,
): (record: LoneRecord) => LoneRecord[] {
  const all = byStart(records)
  const ofResource = new Map(
    [...Map.groupBy(records, ({ resource }) => resource)].map(([resource, some]) => [resource, byStart(some)]),
  )
  const [near, far] = [startReach(ground, false), startReach(ground, true)]
  const around = (find: typeof all | undefined, { startMs }: LoneRecord, reach: number | null): LoneRecord[] =>
    find && reach !== null ? find(startMs - reach, startMs + reach) : []
  return (record) =>
    record.resource === null
      ? around(all, record, near)
      : [...around(ofResource.get(record.resource), record, far), ...around(ofResource.get(null), record, near)]
}
