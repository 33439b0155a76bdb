import type { Run } from '#contract/runs'

/** A notification: what it says, and where a click on it leads. */
export type SyncNews = { title: string; body: string; place: string }

const counted = (count: number, word: string): string =>
  `${count} ${word} ${count === 1 ? 'discrepancy' : 'discrepancies'}`

/**
 * What a person is told of runs that ended together; null where nothing changed. Numbers only: a notification stands on
 * a screen that anybody may pass (T10).
 */
export function newsOf(ended: readonly Run[]): SyncNews | null {
  const sum = (of: 'opened' | 'closed') => ended.reduce((total, { outcome }) => total + (outcome?.[of] ?? 0), 0)
  const [opened, closed] = [sum('opened'), sum('closed')]
  // Cancelled by a person is no news to that person.
  const failed = ended.filter(({ state }) => state === 'failed' || state === 'incomplete').length
  if (opened + closed + failed === 0) return null
  const parts = [
    ...(opened > 0 ? [counted(opened, 'new')] : []),
    ...(closed > 0 ? [`${closed} no longer there`] : []),
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'sync' : 'syncs'} did not read everything`] : []),
  ]
  return {
    title: opened > 0 ? 'The schedules disagree' : failed > 0 ? 'A sync needs attention' : 'Some differences are gone',
    body: `${parts.join(', ')}.`,
    place: opened > 0 ? `#/discrepancies${ofOne(ended)}` : failed > 0 ? '#/runs' : '#/overview',
  }
}

/** The filter of the list where all that is new belongs to one pairing; else the whole list. */
function ofOne(ended: readonly Run[]): string {
  const pairings = new Set(ended.filter(({ outcome }) => (outcome?.opened ?? 0) > 0).map(({ pairingId }) => pairingId))
  const [only] = pairings
  return only !== undefined && pairings.size === 1 ? `?of=${encodeURIComponent(only)}` : ''
}

/** Runs that ended since the last look, once none is under way: syncs that were started together are told together. */
export function makeEndedRuns() {
  const seen = new Set<string>()
  let first = true
  let waiting: Run[] = []
  return (runs: readonly Run[]): Run[] => {
    for (const run of runs) {
      if (run.endedAt === null || seen.has(run.id)) continue
      seen.add(run.id)
      // What ended before this program looked for the first time is old.
      if (!first) waiting.push(run)
    }
    first = false
    if (runs.some(({ endedAt }) => endedAt === null)) return []
    const ended = waiting
    waiting = []
    return ended
  }
}
