import { Select } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { LocalDate } from '#contract/time'
import type { RunStateFilter } from './run-shape.ts'
import classes from './runs.module.css'

type RunFiltersProps = {
  state: RunStateFilter | undefined
  date: LocalDate | undefined
  onState: (state: RunStateFilter | undefined) => void
  onDate: (date: LocalDate | undefined) => void
}

const states: readonly { value: RunStateFilter; label: string }[] = [
  { value: 'short', label: 'Failed, stopped or in part' },
  { value: 'under-way', label: 'Running or waiting' },
  { value: 'done', label: 'Done' },
]

/** Narrows the runs by how they ended and by the day they started. */
export function RunFilters({ state, date, onState, onDate }: RunFiltersProps) {
  return (
    <div className={classes.filters}>
      <Select
        aria-label="State of the runs"
        placeholder="All states"
        clearable
        clearButtonProps={{ 'aria-label': 'Show all states' }}
        data={[...states]}
        value={state ?? null}
        onChange={(value) => onState(states.find((one) => one.value === value)?.value)}
      />
      <DateInput
        aria-label="Day of the runs"
        placeholder="Any day"
        valueFormat="ddd D MMM YYYY"
        firstDayOfWeek={1}
        weekendDays={[]}
        highlightToday
        clearable
        clearButtonProps={{ 'aria-label': 'Show all days' }}
        value={date ?? null}
        onChange={(picked) => {
          const day = LocalDate.safeParse(picked)
          onDate(day.success ? day.data : undefined)
        }}
      />
    </div>
  )
}
