import { Button, PasswordInput, Stack } from '@mantine/core'
import { useState } from 'react'
import { useUnlock } from '../../queries/workspace.ts'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './gate.module.css'
import { GateCard } from './gate-card.tsx'

type LockedProps = { folder: string; wrongKey: boolean }

/** The passphrase of a workspace that exists; a wrong one is said and changes nothing. */
export function LockedWorkspaceGate({ folder, wrongKey }: LockedProps) {
  const unlock = useUnlock()
  const [passphrase, setPassphrase] = useState('')
  const wrong = wrongKey && !unlock.isPending && passphrase === ''
  return (
    <GateCard title="Unlock this workspace">
      <p className={classes.text}>
        The workspace in <span className={classes.where}>{folder}</span> is locked. Nothing is read from the systems
        until it is open.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (passphrase === '') return
          unlock.mutate({ passphrase }, { onSettled: () => setPassphrase('') })
        }}
      >
        <Stack gap="md">
          <PasswordInput
            label="Passphrase"
            autoComplete="current-password"
            autoFocus
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            error={wrong ? 'This passphrase does not open the workspace. Nothing was changed. Try again.' : undefined}
          />
          {unlock.error && <ErrorBox error={unlock.error} what="The workspace stays locked" />}
          <Button type="submit" size="sm" loading={unlock.isPending} disabled={passphrase === ''}>
            Unlock
          </Button>
        </Stack>
      </form>
    </GateCard>
  )
}
