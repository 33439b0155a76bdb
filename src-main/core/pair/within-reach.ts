import { type LoneRecord, type MatchGround, startReach } from './weigh-match.ts'

/** Values by the start of their record, searched in halves. */
function byStart<T>(all: readonly T[], of: (one: T) => LoneRecord): (fromMs: number, toMs: number) => T[] {
  const sorted = all.map((value) => ({ value, startMs: of(value).startMs })).sort((a, b) => a.startMs - b.startMs)
  return (fromMs, toMs) => {
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle]?.startMs ?? 0) < fromMs) low = middle + 1
      else high = middle
    }
    const found: T[] = []
    for (let at = low; at < sorted.length; at += 1) {
      const one = sorted[at]
      if (!one || one.startMs > toMs) break
      found.push(one.value)
    }
    return found
  }
}

/** All of a record that gives points beside its resource, as a text. */
export const sameness = ({ startMs, endMs, fields }: LoneRecord, { match }: Pick<MatchGround, 'match'>): string =>
  JSON.stringify([startMs, endMs, ...match.fields.map(({ name }) => fields[name] ?? null)])

/**
 * Looks up which of `all`, each with its record `of` one side, a record of the other side could be matched with by its
 * resource, start and all else, without trying each against each: a superset of what the rule matches.
 */
export function makeWithinReach<T>(
  all: readonly T[],
  of: (one: T) => LoneRecord,
  ground: Pick<MatchGround, 'match'>,
): (record: LoneRecord) => readonly T[] {
  const [near, far] = [startReach(ground, false), startReach(ground, true)]
  /** What a record could be matched with where one of both has no resource. */
  const makeUnshared = (some: readonly T[]): ((record: LoneRecord) => readonly T[]) => {
    if (near === null) return () => []
    // Only full points for the start are enough, and then only with full points for everything else.
    if (near === 0) {
      const same = Map.groupBy(some, (one) => sameness(of(one), ground))
      return (record) => same.get(sameness(record, ground)) ?? []
    }
    const find = byStart(some, of)
    return ({ startMs }) => find(startMs - near, startMs + near)
  }
  const anybody = makeUnshared(all)
  const ofResource = new Map(
    [...Map.groupBy(all, (one) => of(one).resource)].map(([resource, some]) => [
      resource,
      resource === null ? null : byStart(some, of),
    ]),
  )
  const nobody = makeUnshared(all.filter((one) => of(one).resource === null))
  return (record) => {
    if (record.resource === null) return anybody(record)
    const find = far === null ? null : ofResource.get(record.resource)
    const shared = find && far !== null ? find(record.startMs - far, record.startMs + far) : []
    return [...shared, ...nobody(record)]
  }
}
