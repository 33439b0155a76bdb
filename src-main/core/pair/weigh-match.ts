import type { RecordKey, ResourceKey } from '#contract/ids'
import type { MatchExplanation, MatchKey } from '#contract/matches'
import type { RecipeId, recipes } from '#contract/recipes'
import type { Fields } from '#contract/records'

/** What of a recipe a match goes by: the rule, and the words its keys are shown with. */
export type MatchGround = Pick<(typeof recipes)[RecipeId], 'match' | 'fields' | 'resourceWord'>

/** A record that stands alone in its group: nothing on the other side is known to be the same. Times in ms UTC. */
export type LoneRecord = {
  key: RecordKey
  /** Whose time it takes; null where nobody is booked. */
  resource: ResourceKey | null
  startMs: number
  endMs: number
  fields: Fields
  /** Of a refused record only key and span are known. */
  state: 'read' | 'refused'
  /** True where it names no record of the other side, and none there names it: no system says what it belongs to. */
  unnamed: boolean
}

/** The points of each key in which both agree, in the order shown; whole numbers that add up to the score. */
export type Weighed = Pick<MatchExplanation, 'score' | 'keys'>

const minute = 60_000

/** Full points only for the same instant, and none from `withinMinutes` apart. */
const timePoints = (points: number, apartMs: number, withinMs: number): number =>
  apartMs >= withinMs ? 0 : Math.floor((points * (withinMs - apartMs)) / withinMs)

type Booked = Omit<LoneRecord, 'unnamed'>

const sharesResource = (left: Booked, right: Booked): boolean =>
  left.resource !== null && left.resource === right.resource

const pointsOf = (name: string, left: Booked, right: Booked, points: number): number =>
  (left.fields[name] ?? null) === (right.fields[name] ?? null) ? points : 0

/** How much speaks for both being the same thing. Two that nobody is booked for do not agree in the resource. */
export function scoreMatch(left: Booked, right: Booked, { match }: Pick<MatchGround, 'match'>): number {
  const withinMs = match.withinMinutes * minute
  let score = sharesResource(left, right) ? match.resource : 0
  score += timePoints(match.start, Math.abs(left.startMs - right.startMs), withinMs)
  score += timePoints(match.end, Math.abs(left.endMs - right.endMs), withinMs)
  for (const { name, points } of match.fields) score += pointsOf(name, left, right, points)
  return score
}

/** The same score, with the points of each key that add up to it. */
export function weighMatch(left: LoneRecord, right: LoneRecord, { match, fields, resourceWord }: MatchGround): Weighed {
  const withinMs = match.withinMinutes * minute
  const labelOf = (name: string): string => fields.find((field) => field.name === name)?.label ?? name
  const timed = (key: 'start' | 'end', apartMs: number): MatchKey => ({
    key,
    label: labelOf(key),
    points: timePoints(match[key], Math.abs(apartMs), withinMs),
    of: match[key],
  })
  const resource = sharesResource(left, right) ? match.resource : 0
  const keys: MatchKey[] = [
    { key: 'resource', label: resourceWord, points: resource, of: match.resource },
    timed('start', left.startMs - right.startMs),
    timed('end', left.endMs - right.endMs),
    ...match.fields.map(({ name, points }) => ({
      key: name,
      label: labelOf(name),
      points: pointsOf(name, left, right, points),
      of: points,
    })),
  ]
  return { score: keys.reduce((sum, one) => sum + one.points, 0), keys }
}

/**
 * How far apart in ms the starts of two records may lie at most for the rule to match them, where they share a resource
 * or where at least one of them has none; null where they cannot match at all.
 */
export function startReach({ match }: Pick<MatchGround, 'match'>, shared: boolean): number | null {
  const withinMs = match.withinMinutes * minute
  const others = match.end + match.fields.reduce((sum, { points }) => sum + points, 0)
  // What the start must give where everything else agrees.
  const needed = match.atLeast - others - (shared ? match.resource : 0)
  if (needed > match.start) return null
  if (needed <= 0) return withinMs - 1
  return Math.min(withinMs - 1, Math.floor((withinMs * (match.start - needed)) / match.start))
}

/**
 * The score of a match that the rule could make whatever the ids say; null where it could not: one was not read, both are
 * booked for different people, they begin too far apart, or too little speaks for it.
 */
export function likeness(left: Booked, right: Booked, ground: Pick<MatchGround, 'match'>): number | null {
  if (left.state !== 'read' || right.state !== 'read') return null
  const shared = sharesResource(left, right)
  if (!shared && left.resource !== null && right.resource !== null) return null
  const reach = startReach(ground, shared)
  if (reach === null || Math.abs(left.startMs - right.startMs) > reach) return null
  const score = scoreMatch(left, right, ground)
  return score >= ground.match.atLeast ? score : null
}

/** The score of a match the rule may make by itself; null where it may not: a system says otherwise, or they are not alike. */
export const ruleScore = (left: LoneRecord, right: LoneRecord, ground: Pick<MatchGround, 'match'>): number | null =>
  left.unnamed && right.unnamed ? likeness(left, right, ground) : null
