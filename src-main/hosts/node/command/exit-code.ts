import type { DiscrepancyCounts } from '#contract/discrepancies'
import type { PairingState, SideState } from '#contract/pairings'
import type { RunState } from '#contract/runs'

/** What a command tells the program that started it. The README lists them. */
export const exitCodes = { inSync: 0, differences: 1, incomplete: 2, failed: 3, wrongUse: 64, stopped: 130 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

const sides = (states: readonly PairingState[]): SideState[] => states.flatMap(({ left, right }) => [left, right])

/**
 * How the pairings stand as an exit code: failed before incomplete before differences. What could not be read
 * completely comes before what was found, because nobody may take the list for whole.
 */
export function standing(states: readonly PairingState[], counts: DiscrepancyCounts): ExitCode {
  if (sides(states).some((side) => side.lastFailure !== null)) return exitCodes.failed
  const unread = states.length === 0 || states.some((state) => state.compared === null)
  if (unread || sides(states).some((side) => side.coverage !== 'complete')) return exitCodes.incomplete
  const unverified = counts.byKind.unverified ?? 0
  if (counts.total > unverified) return exitCodes.differences
  return unverified > 0 ? exitCodes.incomplete : exitCodes.inSync
}

/** What the end of a sync adds to it: a run that did not get to its end says so even where an older compare stands. */
export function worstOf(code: ExitCode, runs: readonly RunState[]): ExitCode {
  if (runs.some((state) => state === 'failed' || state === 'interrupted')) return exitCodes.failed
  if (code !== exitCodes.failed && runs.some((state) => state === 'incomplete' || state === 'cancelled'))
    return exitCodes.incomplete
  return code
}
