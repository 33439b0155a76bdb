import { useEffect, useRef, useState } from 'react'
import type { CheckStep } from '#contract/connections'

export type CheckRun = { steps: CheckStep[]; running: boolean; error: unknown; ended: boolean }

const idle: CheckRun = { steps: [], running: false, error: null, ended: false }

/** Each step in its newest form, in the order they began. */
export function withStep(steps: readonly CheckStep[], step: CheckStep): CheckStep[] {
  return steps.some((known) => known.id === step.id)
    ? steps.map((known) => (known.id === step.id ? step : known))
    : [...steps, step]
}

/** Runs a test or a check and holds its steps as they come in; a second start, `stop` or leaving ends the first. */
export function useCheckSteps() {
  const [run, setRun] = useState<CheckRun>(idle)
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])
  const start = async (call: (signal: AbortSignal) => Promise<AsyncIterable<CheckStep>>): Promise<void> => {
    current.current?.abort()
    const own = new AbortController()
    current.current = own
    const set = (change: (now: CheckRun) => CheckRun): void => {
      if (!own.signal.aborted) setRun(change)
    }
    set(() => ({ ...idle, running: true }))
    try {
      for await (const step of await call(own.signal)) {
        set((now) => ({ ...now, steps: withStep(now.steps, step) }))
      }
      set((now) => ({ ...now, running: false, ended: true }))
    } catch (error) {
      set((now) => ({ ...now, running: false, error }))
    }
  }
  const stop = (): void => {
    current.current?.abort()
    setRun((now) => ({ ...now, running: false }))
  }
  return { run, start, stop }
}
