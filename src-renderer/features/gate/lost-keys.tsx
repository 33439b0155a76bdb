import { Button, Group, Stack } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { WorkspaceInfo } from '#contract/workspace'
import { useUnlock } from '../../queries/workspace.ts'
import { ErrorBox } from '../../ui/states.tsx'
import { CopyForSupport } from './copy-for-support.tsx'
import classes from './gate.module.css'
import { GateCard } from './gate-card.tsx'
import { lostKeysTitle } from './lost-keys-shape.ts'
import { PassphraseForm } from './passphrase-form.tsx'

type LostKeysProps = {
  info: WorkspaceInfo
  state: Extract<WorkspaceInfo['state'], { state: 'failed' }>
  onRecover: () => void
}

/** The keys of a workspace could not be had: which way, what helps, and that nothing of it is lost. It may be tried again. */
export function LostKeysGate({ info, state, onRecover }: LostKeysProps) {
  const { error, where } = state
  const unlock = useUnlock()
  const [tries, setTries] = useState(0)
  const again = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    // It is off while it looks, which takes the focus from it.
    if (tries > 0) again.current?.focus()
  }, [tries])
  return (
    <GateCard title={lostKeysTitle(error.code, info.host)}>
      <Stack gap="md">
        <ErrorBox error={{ data: error }} what="Nothing was deleted. Its files were left untouched" />
        {unlock.error ? <ErrorBox error={unlock.error} what="The workspace stays closed" /> : null}
        {info.unlock === 'passphrase' && <PassphraseForm wrongKey={false} retryAt={null} />}
        <Group gap="sm">
          {info.unlock !== 'passphrase' && (
            <Button
              ref={again}
              size="sm"
              autoFocus
              loading={unlock.isPending}
              onClick={() => unlock.call({}, () => setTries((count) => count + 1))}
            >
              Try again
            </Button>
          )}
          {info.recovery === true && (
            <Button size="sm" variant="default" disabled={unlock.isPending} onClick={onRecover}>
              Open with recovery phrase
            </Button>
          )}
          <CopyForSupport version={info.version} error={error} where={where} />
        </Group>
        <p role="status" className={classes.said}>
          {tries > 0 &&
            !unlock.isPending &&
            `Tried again${tries > 1 ? ` ${tries} times` : ''}: nothing has changed yet.`}
        </p>
        {info.recovery === false && (
          <p className={classes.plain}>
            No recovery phrase was kept for this workspace, so only its own key opens it. Keep its files: they open as
            soon as the key is back.
          </p>
        )}
        <p className={classes.plain}>
          Where: <span className={classes.where}>{where}</span>
        </p>
      </Stack>
    </GateCard>
  )
}
