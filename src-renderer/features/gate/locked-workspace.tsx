import { Button, Stack } from '@mantine/core'
import type { WorkspaceInfo } from '#contract/workspace'
import { useUnlock } from '../../queries/workspace.ts'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './gate.module.css'
import { GateCard } from './gate-card.tsx'
import { OtherWay } from './other-way.tsx'
import { PassphraseForm } from './passphrase-form.tsx'

type LockedProps = {
  info: WorkspaceInfo
  state: Extract<WorkspaceInfo['state'], { state: 'locked' }>
  onRecover: () => void
}

/** A workspace that exists and is locked: its passphrase is asked for, or what else opens it. */
export function LockedWorkspaceGate({ info, state, onRecover }: LockedProps) {
  return (
    <GateCard title="Unlock this workspace">
      <p className={classes.text}>
        The workspace in <span className={classes.where}>{info.folder}</span> is locked. Nothing is read from the
        systems until it is open.
      </p>
      {info.unlock === 'passphrase' ? (
        <PassphraseForm wrongKey={state.wrongKey} retryAt={state.retryAt} />
      ) : (
        <UnlockForm
          words={
            info.unlock === 'keychain'
              ? 'The keychain of this computer opens it; the system may ask you for your password.'
              : 'The key file on this computer opens it.'
          }
        />
      )}
      {info.recovery === true && <OtherWay onRecover={onRecover} />}
    </GateCard>
  )
}

/** Nothing is to be typed: the system asks for what it needs. */
function UnlockForm({ words }: { words: string }) {
  const unlock = useUnlock()
  return (
    <Stack gap="md">
      <p className={classes.plain}>{words}</p>
      {unlock.error ? <ErrorBox error={unlock.error} what="The workspace stays locked" /> : null}
      <Button size="sm" autoFocus loading={unlock.isPending} onClick={() => unlock.call({})}>
        Unlock
      </Button>
    </Stack>
  )
}
