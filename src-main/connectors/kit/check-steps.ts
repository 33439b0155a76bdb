import type { CheckStep } from '#contract/connections'
import { AppError, toErrorData } from '#contract/errors'
import type { Clock } from '../../platform/clock.ts'

export type StepEnd = { state: 'passed' | 'failed' | 'warned' | 'skipped'; tell: string }

export const passed = (tell: string): StepEnd => ({ state: 'passed', tell })
export const failed = (tell: string): StepEnd => ({ state: 'failed', tell })
export const warned = (tell: string): StepEnd => ({ state: 'warned', tell })
export const skipped = (tell: string): StepEnd => ({ state: 'skipped', tell })

/** Tells a step as it starts and as it ends; what `run` throws becomes the step's failure, except a stop on request. */
export async function* tellStep(
  clock: Clock,
  { id, title }: Pick<CheckStep, 'id' | 'title'>,
  run: () => Promise<StepEnd>,
): AsyncGenerator<CheckStep, StepEnd> {
  yield { id, title, state: 'running', tell: '' }
  const begun = clock.monotonicMs()
  let end: StepEnd
  try {
    end = await run()
  } catch (error) {
    if (error instanceof AppError && error.code === 'cancelled') throw error
    end = failed(toErrorData(error).tell)
  }
  yield { id, title, ...end, ms: Math.round(clock.monotonicMs() - begun) }
  return end
}
