import { Select, TextInput } from '@mantine/core'
import classes from './facilities.module.css'
import {
  type ScheduleChoice,
  type ScheduleValues,
  scheduleOf,
  scheduleProblem,
  scheduleWords,
} from './schedule-shape.ts'

type ScheduleInputProps = {
  value: ScheduleValues
  /** The problem found on saving; one's own expression is judged while it is typed too. */
  error: string | undefined
  onChange: (value: ScheduleValues) => void
}

const choices: readonly { value: ScheduleChoice; label: string }[] = [
  { value: 'hourly', label: 'Every hour' },
  { value: 'quarterly', label: 'Every 15 minutes' },
  { value: 'daily', label: 'Every day at a time' },
  { value: 'own', label: 'By a cron expression' },
  { value: 'hand', label: 'By hand only' },
]

/** When a pairing syncs by itself: the usual choices, or a cron expression with its meaning in words beneath. */
export function ScheduleInput({ value, error, onChange }: ScheduleInputProps) {
  const problem = scheduleProblem(value)
  return (
    <div className={classes.two}>
      <Select
        label="Syncs by itself"
        description="While Plumbline runs, also with this page closed."
        allowDeselect={false}
        data={choices}
        value={value.choice}
        onChange={(choice) =>
          onChange({ ...value, choice: choices.find((known) => known.value === choice)?.value ?? 'hourly' })
        }
      />
      {value.choice === 'daily' && (
        <TextInput
          type="time"
          label="Every day at"
          description="On the facility’s clock"
          value={value.at}
          error={error}
          onChange={(event) => onChange({ ...value, at: event.currentTarget.value })}
        />
      )}
      {value.choice === 'own' && (
        <div>
          <TextInput
            label="Cron expression"
            description="Minute, hour, day, month, weekday"
            value={value.expression}
            maxLength={100}
            spellCheck={false}
            error={problem ?? error}
            onChange={(event) => onChange({ ...value, expression: event.currentTarget.value })}
          />
          <p className={classes.dim} role="status">
            {problem === null && `${scheduleWords(scheduleOf(value))}, on the facility’s clock`}
          </p>
        </div>
      )}
    </div>
  )
}
