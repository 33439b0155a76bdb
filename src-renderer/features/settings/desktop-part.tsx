import { Button, NumberInput, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { DesktopPreferences } from '#contract/desktop'
import { ErrorBox } from '../../ui/states.tsx'
import { type DesktopValues, desktopInput, desktopProblems, desktopValues, sameDesktop } from './desktop-shape.ts'
import classes from './settings.module.css'

type DesktopPartProps = {
  kept: DesktopPreferences
  /** Nothing here locks what is kept unlocked. */
  locks: boolean
  saving: boolean
  error: unknown
  onSave: (preferences: DesktopPreferences) => void
}

/** What the application does beside its window: notifications, locking by itself, the tray. */
export function DesktopPart({ kept, locks, saving, error, onSave }: DesktopPartProps) {
  const [values, setValues] = useState<DesktopValues>(() => desktopValues(kept))
  const change = (part: Partial<DesktopValues>): void => setValues((known) => ({ ...known, ...part }))
  const problems = desktopProblems(values)
  const valid = Object.keys(problems).length === 0
  const changed = !valid || !sameDesktop(desktopInput(values), kept)
  return (
    <form
      className={classes.stack}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (valid && changed && !saving) onSave(desktopInput(values))
      }}
    >
      <Switch
        label="Notify me after a sync that changed something"
        description="At most once for each sync, with counts and never with names."
        checked={values.notify}
        onChange={(event) => change({ notify: event.currentTarget.checked })}
      />
      <Switch
        label="Quiet hours"
        description="No notification during them, on this computer’s clock."
        disabled={!values.notify}
        checked={values.quiet}
        onChange={(event) => change({ quiet: event.currentTarget.checked })}
      />
      {values.quiet && (
        <div className={classes.times}>
          <TextInput
            type="time"
            label="From"
            value={values.from}
            error={problems.from}
            onChange={(event) => change({ from: event.currentTarget.value })}
          />
          <TextInput
            type="time"
            label="Until"
            value={values.until}
            error={problems.until}
            onChange={(event) => change({ until: event.currentTarget.value })}
          />
        </div>
      )}
      <Switch
        label="Stay in the tray when the window is closed"
        description={`Schedules go on${locks ? ' until the workspace locks: a locked one syncs nothing' : ''}. Without it, closing the window ends Plumbline.`}
        checked={values.stayInTray}
        onChange={(event) => change({ stayInTray: event.currentTarget.checked })}
      />
      <NumberInput
        className={classes.minutes ?? ''}
        label="Lock after so many minutes without a hand on mouse or keyboard"
        description={
          locks
            ? '1 to 30. It also locks when the computer is locked or sleeps, where the system tells so. A locked workspace syncs nothing until it is unlocked.'
            : 'This workspace is kept unlocked by a key file, so it does not lock.'
        }
        min={1}
        max={30}
        allowDecimal={false}
        clampBehavior="none"
        value={values.lockAfterMinutes}
        error={problems.lockAfterMinutes}
        onChange={(lockAfterMinutes) => change({ lockAfterMinutes })}
      />
      {error ? <ErrorBox error={error} what="It was not stored" /> : null}
      <div className={classes.line}>
        <Button type="submit" variant="default" disabled={!valid || !changed} loading={saving}>
          Save
        </Button>
        {changed && <span className={classes.unsaved}>Not saved yet.</span>}
      </div>
    </form>
  )
}
