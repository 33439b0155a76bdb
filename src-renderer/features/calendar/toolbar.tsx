import { ActionIcon, Button, Menu, Popover, SegmentedControl, Select } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import {
  IconCalendarSearch,
  IconChevronLeft,
  IconChevronRight,
  IconClock,
  IconMinus,
  IconPlus,
  IconStack2,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { PairingId } from '#contract/ids'
import { LocalDate } from '#contract/time'
import classes from './calendar.module.css'
import type { LayerName } from './chips-shape.ts'
import type { CalendarMode } from './geometry-types.ts'
import type { CalendarView } from './range-shape.ts'

export type ClockChoice = 'facility' | 'mine' | 'utc'
export type SideChoice = 'both' | 'left' | 'right'

export type ToolbarProps = {
  title: string
  week: string
  date: LocalDate
  view: CalendarView
  mode: CalendarMode
  /** The equal list instead of the grid. */
  list: boolean
  clock: ClockChoice
  /** `short` is the zone's name on the button. */
  clocks: readonly { value: ClockChoice; label: string; short: string }[]
  hidden: readonly LayerName[]
  side: SideChoice
  systems: { left: string; right: string }
  /** The pairings of the facility, where it has several. */
  pairings: readonly { value: PairingId; label: string }[]
  pairing: PairingId | undefined
  /** Which way one can zoom; null where nothing can be zoomed. */
  zoom: { out: boolean; in: boolean } | null
  onStep: (step: 1 | -1) => void
  onDate: (date: LocalDate | undefined) => void
  onView: (view: CalendarView) => void
  onMode: (mode: CalendarMode) => void
  onList: (list: boolean) => void
  onClock: (clock: ClockChoice) => void
  onLayer: (layer: LayerName) => void
  onSide: (side: SideChoice) => void
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
      <div className={classes.group}>
        <Button.Group>
          <Button variant="default" px={6} aria-label={`Previous ${view}`} onClick={() => props.onStep(-1)}>
            <IconChevronLeft size={16} />
          </Button>
          <Button variant="default" onClick={() => props.onDate(undefined)}>
            Today
          </Button>
          <Button variant="default" px={6} aria-label={`Next ${view}`} onClick={() => props.onStep(1)}>
            <IconChevronRight size={16} />
          </Button>
        </Button.Group>
        <h1 className={classes.title}>
          <span className="visually-hidden">Calendar, </span>
          {title}
          {week !== '' && <span className={classes.week}>{week}</span>}
        </h1>
        <DayPicker date={props.date} onDate={props.onDate} />
      </div>
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
      <div className={classes.group}>
        <SegmentedControl
          aria-label="Days in view"
          data={[
            { value: 'day', label: 'Day' },
            { value: 'week', label: 'Week' },
            { value: 'month', label: 'Month' },
          ]}
          value={view}
          onChange={props.onView}
        />
        <SegmentedControl
          aria-label="Drawn as"
          data={[
            { value: 'grid', label: 'Grid' },
            { value: 'list', label: 'List' },
          ]}
          value={list ? 'list' : 'grid'}
          onChange={(value) => props.onList(value === 'list')}
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
            <Button
              variant="default"
              px={6}
              aria-label="Zoom out"
              disabled={!zoom.out}
              onClick={() => props.onZoom(-1)}
            >
              <IconMinus size={15} />
            </Button>
            <Button variant="default" px={8} disabled={!zoom.out} onClick={() => props.onZoom('fit')}>
              Fit
            </Button>
            <Button variant="default" px={6} aria-label="Zoom in" disabled={!zoom.in} onClick={() => props.onZoom(1)}>
              <IconPlus size={15} />
            </Button>
          </Button.Group>
        )}
        {(drawn || list) && <ClockMenu {...props} />}
        {(drawn || list) && <ShownMenu {...props} />}
      </div>
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

/** On whose clock everything is drawn; the button names it. */
function ClockMenu({ clock, clocks, onClock }: Pick<ToolbarProps, 'clock' | 'clocks' | 'onClock'>) {
  const name = clocks.find(({ value }) => value === clock)?.short ?? ''
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant={clock === 'facility' ? 'default' : 'light'} leftSection={<IconClock size={15} />} px={8}>
          <span className="visually-hidden">Whose clock: </span>
          {name}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Whose clock</Menu.Label>
        <Choices options={clocks} chosen={clock} onChoose={onClock} />
      </Menu.Dropdown>
    </Menu>
  )
}

/** What is drawn besides the picked kinds. */
function ShownMenu({ hidden, side, systems, onLayer, onSide }: ToolbarProps) {
  const sides: readonly { value: SideChoice; label: string }[] = [
    { value: 'both', label: 'Both systems' },
    { value: 'left', label: `${systems.left} only` },
    { value: 'right', label: `${systems.right} only` },
  ]
  const less = hidden.length > 0 || side !== 'both'
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant={less ? 'light' : 'default'} leftSection={<IconStack2 size={15} />} px={8} title="Layers">
          <span className={classes.layers}>Layers{less ? ', some hidden' : ''}</span>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Shown</Menu.Label>
        {layers.map(({ value, label }) => (
          <Menu.CheckboxItem key={value} checked={!hidden.includes(value)} onChange={() => onLayer(value)}>
            {label}
          </Menu.CheckboxItem>
        ))}
        <Menu.Label>Records of</Menu.Label>
        <Choices options={sides} chosen={side} onChoose={onSide} />
      </Menu.Dropdown>
    </Menu>
  )
}

const layers: readonly { value: LayerName; label: string }[] = [
  { value: 'in-sync', label: 'In sync' },
  { value: 'accepted', label: 'Accepted' },
]

type ChoicesProps<Value extends string> = {
  options: readonly { value: Value; label: string }[]
  chosen: Value
  onChoose: (value: Value) => void
}

function Choices<Value extends string>({ options, chosen, onChoose }: ChoicesProps<Value>) {
  return options.map(({ value, label }) => (
    <Menu.RadioItem key={value} value={value} checked={value === chosen} onChange={() => onChoose(value)}>
      {label}
    </Menu.RadioItem>
  ))
}
