import type { WorkspaceInfo } from '#contract/workspace'
import { ErrorBox } from '../../ui/states.tsx'
import { CopyForSupport } from './copy-for-support.tsx'
import classes from './gate.module.css'
import { GateCard } from './gate-card.tsx'

type FailedProps = { info: WorkspaceInfo; state: Extract<WorkspaceInfo['state'], { state: 'failed' }> }

/** A workspace that cannot be opened: what, where, and what to do. It is opened once per start, so there is no retry. */
export function FailedWorkspaceGate({ info, state }: FailedProps) {
  const { error, where } = state
  return (
    <GateCard title="This workspace cannot be opened">
      <ErrorBox error={{ data: error }} what="Its files were left untouched">
        <CopyForSupport version={info.version} error={error} where={where} />
      </ErrorBox>
      <p className={classes.text}>
        Plumbline looks at the files when it starts: when they are put right,{' '}
        {info.host === 'desktop' ? 'quit it and start it again.' : 'start it again.'}
      </p>
      <p className={classes.text}>
        Where: <span className={classes.where}>{where}</span>
      </p>
    </GateCard>
  )
}
