import { Button, PasswordInput, Stack } from '@mantine/core'
import { useRef, useState } from 'react'
import type { Instant } from '#contract/time'
import { useSecondsUntil, useUnlock } from '../../queries/workspace.ts'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './gate.module.css'
import { waitWords } from './unlock-shape.ts'

type PassphraseFormProps = { wrongKey: boolean; retryAt: Instant | null }

/** Asks for the passphrase. A wrong one is said and changes nothing; after several of them the next one has to wait. */
export function PassphraseForm({ wrongKey, retryAt }: PassphraseFormProps) {
  const unlock = useUnlock()
  const seconds = useSecondsUntil(retryAt)
  const [passphrase, setPassphrase] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const wrong = wrongKey && !unlock.isPending && passphrase === ''
  const waiting = seconds > 0
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (passphrase === '' || waiting || unlock.isPending) return
        unlock.call({ passphrase })
        // It goes out of the page's memory at once, and whoever typed a wrong one types on where they were.
        setPassphrase('')
        field.current?.focus()
      }}
    >
      <Stack gap="md">
        <PasswordInput
          ref={field}
          label="Passphrase"
          autoComplete="current-password"
          autoFocus
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          error={
            wrong
              ? `This passphrase does not open the workspace. Nothing was changed.${waiting ? '' : ' Try again.'}`
              : undefined
          }
        />
        {waiting && (
          <div className={classes.wait}>
            <p role="alert">Too many wrong passphrases were entered, so the next one has to wait.</p>
            <p role="timer" className="digits">
              Unlock in {waitWords(seconds)}
            </p>
          </div>
        )}
        {unlock.error && !waiting ? <ErrorBox error={unlock.error} what="The workspace stays locked" /> : null}
        <Button type="submit" size="sm" loading={unlock.isPending} disabled={passphrase === '' || waiting}>
          Unlock
        </Button>
      </Stack>
    </form>
  )
}
