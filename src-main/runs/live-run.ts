import type { SideName } from '#contract/ids'
import type { Run, RunLogLine, SideProgress } from '#contract/runs'
import type { Clock } from '../platform/clock.ts'
import type { WriteDb } from '../storage/database.ts'
import { appendRunLog, writeRun } from '../storage/run-store.ts'

/** Followers are told at most this often while a run moves. */
const toldEveryMs = 200

/** A run under way: its state, its cancel, and those who follow it. */
export type LiveRun = {
  readonly signal: AbortSignal
  current(): Run
  /** The end of its wait in the queue: it runs from now on. Throws AppError where that cannot be stored. */
  begin(): void
  /** Changes the run; followers hear of it, throttled. */
  update(change: Partial<Run>): void
  updateSide(side: SideName, change: Partial<SideProgress>): void
  log(level: RunLogLine['level'], text: string): void
  cancel(): void
  /** Stores the end and tells it at once. */
  end(change: Partial<Run>): void
  /** The run as it stands, each change, and the end; leaves when the signal aborts. */
  follow(signal?: AbortSignal): AsyncGenerator<Run, void, void>
}

type MakeLiveRun = {
  db: WriteDb
  clock: Clock
  run: Run
  /** Called when the run starts and ends. */
  changed(): void
  /** Told where the end or a log line could not be stored. */
  unstored(thrown: unknown): void
}

/** Starts keeping a run. */
export function makeLiveRun({ db, clock, run, changed, unstored }: MakeLiveRun): LiveRun {
  const controller = new AbortController()
  const waiting = new Set<() => void>()
  let current = run
  let toldAt = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null

  const tell = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    toldAt = clock.monotonicMs()
    for (const wake of [...waiting]) wake()
  }
  const soon = (): void => {
    const wait = toldAt + toldEveryMs - clock.monotonicMs()
    if (wait <= 0) tell()
    else timer ??= setTimeout(tell, wait)
  }
  const nextTold = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const wake = (): void => {
        waiting.delete(wake)
        signal?.removeEventListener('abort', wake)
        resolve()
      }
      waiting.add(wake)
      signal?.addEventListener('abort', wake, { once: true })
    })

  writeRun(db, current)
  changed()
  return {
    signal: controller.signal,
    current: () => current,
    begin() {
      const begun: Run = { ...current, state: 'running', startedAt: clock.now() }
      writeRun(db, begun)
      current = begun
      tell()
      changed()
    },
    update(change) {
      current = { ...current, ...change }
      soon()
    },
    updateSide(side, change) {
      current = { ...current, [side]: { ...current[side], ...change } }
      soon()
    },
    log(level, text) {
      try {
        appendRunLog(db, run.id, { at: clock.now(), level, text })
      } catch (thrown) {
        // A line that cannot be stored must not end a read: what the line is about has its own way to fail.
        unstored(thrown)
      }
    },
    cancel: () => controller.abort(),
    end(change) {
      current = { ...current, ...change, phase: 'ended', endedAt: clock.now() }
      try {
        writeRun(db, current)
      } catch (thrown) {
        // A full disk or a lost lease: those who watch still hear the end, and the next start marks the stored row.
        unstored(thrown)
      }
      tell()
      changed()
    },
    async *follow(signal) {
      let told: Run | null = null
      while (!signal?.aborted) {
        if (told !== current) {
          told = current
          yield told
        }
        if (told.endedAt !== null) return
        if (signal?.aborted) return
        if (told === current) await nextTold(signal)
      }
    },
  }
}
