import type { Run, SideProgress } from '#contract/runs'
import { countWords } from './count.ts'

/** Time left in words, rounded as far as it can be known: `about 20 s left`, `about 3 min left`. */
export function leftWords(msLeft: number): string {
  const seconds = msLeft / 1000
  if (seconds < 5) return 'a few seconds left'
  if (seconds < 55) return `about ${Math.ceil(seconds / 5) * 5} s left`
  if (seconds < 55 * 60) return `about ${Math.ceil(seconds / 60)} min left`
  return `about ${Math.ceil(seconds / 3600)} h left`
}

/** A rate in words, by the minute where a second sees less than one: `1,240 a second`, `12 a minute`. */
export function rateWords(perSecond: number): string {
  if (perSecond >= 1) return `${countWords(Math.round(perSecond))} a second`
  return `${countWords(Math.round(perSecond * 60))} a minute`
}

/** How fast a side is read and how long that takes still: `1,240 a second, about 20 s left`; empty where not known. */
export function paceWords({ phase, perSecond, msLeft }: SideProgress): string {
  if (phase !== 'reading') return ''
  const said = [perSecond === null ? '' : rateWords(perSecond), msLeft === null ? '' : leftWords(msLeft)]
  return said.filter((words) => words !== '').join(', ')
}

/** The pace of the side that takes longest, for one line on the whole run; empty where nothing can be said. */
export function runPaceWords({ left, right }: Pick<Run, 'left' | 'right'>): string {
  const reading = [left, right].filter((side) => paceWords(side) !== '')
  const [slowest] = reading.sort((a, b) => (b.msLeft ?? -1) - (a.msLeft ?? -1))
  return slowest ? paceWords(slowest) : ''
}
