import { Loader } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconCircleX } from '@tabler/icons-react'
import type { CheckStep } from '#contract/connections'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './connections.module.css'
import type { CheckRun } from './use-check-steps.ts'

const words: Record<CheckStep['state'], string> = {
  running: 'running',
  passed: 'passed',
  failed: 'did not pass',
  warned: 'passed with a warning',
  skipped: 'skipped',
}

/** Each step of a test with its state in words and what was seen. */
export function CheckSteps({ run, passed }: { run: CheckRun; passed: string }) {
  if (!run.running && run.steps.length === 0 && !run.error) return null
  const clean = run.ended && run.steps.every((step) => step.state === 'passed' || step.state === 'skipped')
  return (
    <div aria-live="polite">
      <ul className={classes.steps}>
        {run.steps.map((step) => (
          <li key={step.id}>
            <StepIcon state={step.state} />
            <div>
              <b>{step.title}</b> <span className={classes[step.state]}>{words[step.state]}</span>
              {step.ms !== undefined && <span className={classes.dim}> in {step.ms} ms</span>}
              {step.tell && <p>{step.tell}</p>}
            </div>
          </li>
        ))}
      </ul>
      {clean && <p className={classes.passed}>{passed}</p>}
      {run.error ? <ErrorBox error={run.error} what="The test stopped" /> : null}
    </div>
  )
}

function StepIcon({ state }: { state: CheckStep['state'] }) {
  if (state === 'running') return <Loader size={16} aria-label="running" />
  if (state === 'passed') return <IconCircleCheck size={18} className={classes.passed} aria-hidden="true" />
  if (state === 'failed') return <IconCircleX size={18} className={classes.failed} aria-hidden="true" />
  if (state === 'warned') return <IconAlertTriangle size={18} className={classes.warned} aria-hidden="true" />
  return <IconCircleDashed size={18} className={classes.skipped} aria-hidden="true" />
}
