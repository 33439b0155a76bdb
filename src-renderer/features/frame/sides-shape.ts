import type { PairingState, SideState } from '#contract/pairings'
import type { Instant } from '#contract/time'
import { isStale } from '../../format/age.ts'

/** The higher, the less is known: failing, then never read, then too old, then read in part. */
function doubtOf(side: SideState, now: Instant): number {
  if (side.lastFailure !== null) return 4
  if (side.sealedAt === null) return 3
  if (isStale(side, now)) return 2
  return side.coverage === 'partial' ? 1 : 0
}

/** The systems of these pairings by name, each as it stands worst; of equal ones the one that was read longest ago. */
export function sidesInView(pairings: readonly PairingState[], now: Instant): SideState[] {
  const worse = (a: SideState, b: SideState): number =>
    doubtOf(b, now) - doubtOf(a, now) || (a.sealedAt ?? '').localeCompare(b.sealedAt ?? '')
  const bySystem = Map.groupBy(
    pairings.flatMap(({ left, right }) => [left, right]),
    ({ system }) => system,
  )
  return [...bySystem.values()].flatMap((sides) => sides.toSorted(worse)[0] ?? [])
}
