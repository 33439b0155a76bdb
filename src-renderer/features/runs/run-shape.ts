import { assertNever } from '#contract/assert-never'
import type { Run, RunLogLine, RunState, RunTrigger } from '#contract/runs'
import { wallClock, type ZoneId } from '#contract/time'
import { countOf } from '../../format/count.ts'
import { endedShort, isUnderWay } from '../../format/run-state.ts'

export type Tone = 'quiet' | 'amber' | 'crimson' | 'accent'

/** Only what needs attention is coloured; a run that went well is quiet. */
export function runTone(state: RunState): Tone {
  if (state === 'failed') return 'crimson'
  if (state === 'incomplete' || state === 'interrupted') return 'amber'
  return state === 'running' ? 'accent' : 'quiet'
}

/** Who started it, in words. */
export function triggerWords(trigger: RunTrigger): string {
  switch (trigger) {
    case 'person':
      return 'by hand'
    case 'schedule':
      return 'by its schedule'
    case 'command':
      return 'by a command in a terminal'
    default:
      return assertNever(trigger)
  }
}

/** What a run changed, in one line. What people accepted is still open, so it counts here and in no list. */
export function outcomeWords(run: Run): string {
  if (run.outcome === null) return isUnderWay(run) ? '' : 'Nothing was compared.'
  const { open, opened, closed } = run.outcome
  return `${countOf(open, 'discrepancy', 'discrepancies')} open, accepted ones included, ${opened} new, ${closed} closed`
}

/** Which runs are listed by how they ended. */
export type RunStateFilter = 'under-way' | 'done' | 'short'

type RunFilter = { state: RunStateFilter | undefined; date: string | undefined; zone: ZoneId }

/** The runs that ended so and started on that day of the zone; undefined leaves all. */
export function filteredRuns(runs: readonly Run[], { state, date, zone }: RunFilter): Run[] {
  const fits = (run: Run): boolean => {
    if (state === 'under-way') return isUnderWay(run)
    if (state === 'short') return endedShort(run)
    return state === undefined || run.state === 'done'
  }
  return runs.filter((run) => fits(run) && (date === undefined || wallClock(run.startedAt, zone).date === date))
}

/** The lines in which the text occurs; case does not matter. */
export function foundLines(lines: readonly RunLogLine[], text: string): RunLogLine[] {
  const wanted = text.trim().toLowerCase()
  return wanted === '' ? [...lines] : lines.filter((line) => line.text.toLowerCase().includes(wanted))
}

/** The log as text for the clipboard. */
export const logText = (lines: readonly RunLogLine[]): string =>
  lines.map((line) => `${line.at} ${line.level.toUpperCase()} ${line.text}`).join('\n')
