import { assertNever } from '#contract/assert-never'
import type { Run, SideProgress } from '#contract/runs'
import { countOf, countWords } from '../../format/count.ts'

function sideWords(side: SideProgress): string {
  switch (side.phase) {
    case 'waiting':
      return `${side.system} waits`
    case 'reading': {
      const of =
        side.total === null
          ? countOf(side.records, 'record')
          : `${countWords(side.records)} of ${countOf(side.total, 'record')}`
      return `reading ${side.system}, page ${countWords(side.pages)}, ${of}`
    }
    case 'sealing':
      return `checking ${side.system}`
    case 'sealed':
      return `${side.system} read, ${countOf(side.records, 'record')}`
    case 'failed':
      return `${side.system} failed`
    case 'cancelled':
      return `${side.system} stopped`
    default:
      return assertNever(side.phase)
  }
}

/** Where a sync is, in one line: both sides while reading, then the step. */
export function runProgressWords(run: Run): string {
  if (run.state === 'queued') return 'waits for another sync to end'
  if (run.phase === 'compare') return 'comparing both sides'
  if (run.phase === 'evidence') return 'asking for single records to confirm what is missing'
  return `${sideWords(run.left)} · ${sideWords(run.right)}`
}

/** How far a running sync is in percent, or null where a side does not say how much there is. */
export function runPercent(run: Run): number | null {
  if (run.state === 'queued') return 0
  if (run.phase !== 'pull') return 95
  const sides = [run.left, run.right].map((side) => {
    if (side.phase === 'sealed' || side.phase === 'sealing') return 1
    if (side.phase === 'waiting') return 0
    return side.total === null ? null : Math.min(1, side.records / Math.max(1, side.total))
  })
  const [left, right] = sides
  return left == null || right == null ? null : Math.round(((left + right) / 2) * 90)
}
