import { assertNever } from '#contract/assert-never'
import type { Run, RunLogLine, RunState, RunTrigger } from '#contract/runs'
import { countOf } from '../../format/count.ts'
import { isUnderWay } from '../../format/run-state.ts'

/** How a run ended, in words. */
export function runStateWords(state: RunState): string {
  switch (state) {
    case 'queued':
      return 'Waiting'
    case 'running':
      return 'Running'
    case 'done':
      return 'Done'
    case 'incomplete':
      return 'Read in part'
    case 'failed':
      return 'Failed'
    case 'cancelled':
      return 'Cancelled'
    case 'interrupted':
      return 'Interrupted'
    default:
      return assertNever(state)
  }
}

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
  return `${countOf(open, 'discrepancy', 'discrepancies')} open with the accepted ones, ${opened} new, ${closed} closed`
}

/** The lines in which the text occurs; case does not matter. */
export function foundLines(lines: readonly RunLogLine[], text: string): RunLogLine[] {
  const wanted = text.trim().toLowerCase()
  return wanted === '' ? [...lines] : lines.filter((line) => line.text.toLowerCase().includes(wanted))
}

/** The log as text for the clipboard. */
export const logText = (lines: readonly RunLogLine[]): string =>
  lines.map((line) => `${line.at} ${line.level.toUpperCase()} ${line.text}`).join('\n')
