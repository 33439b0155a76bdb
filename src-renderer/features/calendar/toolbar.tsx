import { ActionIcon, Button, Popover, SegmentedControl, Select } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { IconCalendarSearch, IconChevronLeft, IconChevronRight, IconMinus, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { PairingId } from '#contract/ids'
import { LocalDate } from '#contract/time'
import classes from './calendar.module.css'
import type { CalendarMode } from './geometry-types.ts'
import type { CalendarView } from './range-shape.ts'
import { ViewMenu, type ViewMenuProps } from './view-menu.tsx'

export type ToolbarProps = Omit<ViewMenuProps, 'onFit' | 'records'> & {
  title: string
  week: string
  date: LocalDate
  view: CalendarView
  mode: CalendarMode
  /** The pairings of the facility, where it has several. */
  pairings: readonly { value: PairingId; label: string }[]
  pairing: PairingId | undefined
  /** Which way one can zoom; null where nothing can be zoomed. */
  zoom: { out: boolean; in: boolean } | null
  onStep: (step: 1 | -1) => void
  onDate: (date: LocalDate | undefined) => void
  onView: (view: CalendarView) => void
  onMode: (mode: CalendarMode) => void
  onPairing: (id: PairingId) => void
  /** One step in, one out, or all days. */
  onZoom: (step: 1 | -1 | 'fit') => void
}

/** Which days are in view and how they are drawn. */
export function Toolbar(props: ToolbarProps) {
  const { title, week, view, mode, list, pairings, pairing, zoom } = props
  const drawn = view !== 'month' && !list
  return (
    <>
      <Button.Group>
        <Button variant="default" px={6} aria-label={`Previous ${view}`} onClick={() => props.onStep(-1)}>
          <IconChevronLeft size={16} />
        </Button>
        <Button variant="default" px={10} onClick={() => props.onDate(undefined)}>
          Today
        </Button>
        <Button variant="default" px={6} aria-label={`Next ${view}`} onClick={() => props.onStep(1)}>
          <IconChevronRight size={16} />
        </Button>
      </Button.Group>
      <h1 className={classes.title}>
        <span className="visually-hidden">Calendar, </span>
        {title}
        {week !== '' && (
          <>
            <span className="visually-hidden">, </span>
            <span className={classes.week}>{week}</span>
          </>
        )}
      </h1>
      <DayPicker date={props.date} onDate={props.onDate} />
      {pairings.length > 1 && (
        <Select
          aria-label="Systems in view"
          w={210}
          data={[...pairings]}
          value={pairing ?? null}
          allowDeselect={false}
          onChange={(id) => {
            const known = pairings.find(({ value }) => value === id)
            if (known) props.onPairing(known.value)
          }}
        />
      )}
      <SegmentedControl
        className={classes.views ?? ''}
        aria-label="Days in view"
        data={[
          { value: 'day', label: 'Day' },
          { value: 'week', label: 'Week' },
          { value: 'month', label: 'Month' },
        ]}
        value={view}
        onChange={props.onView}
      />
      {drawn && (
        <SegmentedControl
          aria-label="Both systems"
          data={[
            { value: 'paired', label: 'Paired' },
            { value: 'overlay', label: 'Overlay' },
          ]}
          value={mode}
          onChange={props.onMode}
        />
      )}
      {zoom && drawn && (
        <Button.Group>
          <Button variant="default" px={6} aria-label="Zoom out" disabled={!zoom.out} onClick={() => props.onZoom(-1)}>
            <IconMinus size={15} />
          </Button>
          <Button variant="default" px={6} aria-label="Zoom in" disabled={!zoom.in} onClick={() => props.onZoom(1)}>
            <IconPlus size={15} />
          </Button>
        </Button.Group>
      )}
      <ViewMenu {...props} onFit={zoom?.out && drawn ? () => props.onZoom('fit') : null} records={drawn || list} />
    </>
  )
}

const pickerLabels = {
  previousMonth: 'Previous month',
  nextMonth: 'Next month',
  previousYear: 'Previous year',
  nextYear: 'Next year',
  previousDecade: 'Previous decade',
  nextDecade: 'Next decade',
}

/** Any day by the calendar, weeks from Monday on. */
function DayPicker({ date, onDate }: Pick<ToolbarProps, 'date' | 'onDate'>) {
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus position="bottom-start" shadow="md">
      <Popover.Target>
        <ActionIcon variant="default" size={28} aria-label="Go to a day" onClick={() => setOpened(!opened)}>
          <IconCalendarSearch size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <DatePicker
          aria-label="Day in view"
          size="xs"
          firstDayOfWeek={1}
          weekendDays={[]}
          withWeekNumbers
          highlightToday
          hideOutsideDates
          ariaLabels={pickerLabels}
          defaultDate={date}
          value={date}
          onChange={(picked) => {
            const day = LocalDate.safeParse(picked)
            if (day.success) onDate(day.data)
            setOpened(false)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
