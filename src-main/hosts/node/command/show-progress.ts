import { MultiBar, Presets } from 'cli-progress'
import type { Run } from '#contract/runs'

/** Bars of the runs that are under way; `stop` leaves the terminal as it was found. */
export type Progress = { show(name: string, run: Run): void; stop(): void }

const noProgress: Progress = { show: () => {}, stop: () => {} }

function payloadOf(run: Run) {
  const { left, right } = run
  const read = left.records + right.records
  const known = left.total !== null && right.total !== null ? left.total + right.total : null
  const left_ms = Math.max(left.msLeft ?? 0, right.msLeft ?? 0)
  const phase = { pull: 'reading', compare: 'comparing', evidence: 'asking again', ended: 'done' }[run.phase]
  const timeLeft = run.phase === 'pull' && left_ms > 0 ? `, ${Math.ceil(left_ms / 1000)} s left` : ''
  // Without a known total the bar stays half full: something moves, and nobody is told a share that is not known.
  const total = run.phase === 'pull' ? (known ?? read * 2) : read
  return { read, total: Math.max(total, read, 1), tell: `${run.state === 'queued' ? 'waiting' : phase}${timeLeft}` }
}

/** Draws one bar for each pairing on the terminal; draws nothing where there is none. */
export function startProgress(terminal: NodeJS.WritableStream | null): Progress {
  if (terminal === null) return noProgress
  const bars = new MultiBar(
    {
      stream: terminal,
      format: '{name}  {bar}  {value} records, {tell}',
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  )
  const byRun = new Map<string, ReturnType<MultiBar['create']>>()
  return {
    show(name, run) {
      const { read, total, tell } = payloadOf(run)
      const bar = byRun.get(run.id) ?? bars.create(total, read, { name, tell })
      byRun.set(run.id, bar)
      bar.setTotal(total)
      bar.update(read, { name, tell })
    },
    stop: () => bars.stop(),
  }
}
