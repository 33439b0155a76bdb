import { Button, Menu } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import classes from './calendar.module.css'
import type { LayerName } from './chips-shape.ts'

export type ClockChoice = 'facility' | 'mine' | 'utc'
export type SideChoice = 'both' | 'left' | 'right'

export type ViewMenuProps = {
  /** The equal list instead of the grid. */
  list: boolean
  /** Null where nothing is zoomed in on. */
  onFit: (() => void) | null
  /** What follows is of single records; a month has none of it. */
  records: boolean
  clock: ClockChoice
  /** `short` is the zone's name on the button. */
  clocks: readonly { value: ClockChoice; label: string; short: string }[]
  hidden: readonly LayerName[]
  side: SideChoice
  systems: { left: string; right: string }
  onList: (list: boolean) => void
  onClock: (clock: ClockChoice) => void
  onLayer: (layer: LayerName) => void
  onSide: (side: SideChoice) => void
}

const drawings = [
  { value: 'grid', label: 'Grid' },
  { value: 'list', label: 'List' },
] as const

const layers: readonly { value: LayerName; label: string }[] = [
  { value: 'in-sync', label: 'In sync' },
  { value: 'accepted', label: 'Accepted' },
]

/** What is chosen rarely: how the days are drawn, on whose clock, and what of it. The button says what is not as usual. */
export function ViewMenu(props: ViewMenuProps) {
  const { list, onFit, records, clock, clocks, hidden, side, systems, onList, onClock, onLayer, onSide } = props
  const sides: readonly { value: SideChoice; label: string }[] = [
    { value: 'both', label: 'Both systems' },
    { value: 'left', label: `${systems.left} only` },
    { value: 'right', label: `${systems.right} only` },
  ]
  const less = hidden.length > 0 || side !== 'both'
  const said = [
    list ? 'List' : '',
    records && clock !== 'facility' ? clocks.find(({ value }) => value === clock)?.short : '',
    records && less ? 'some hidden' : '',
  ].filter(Boolean)
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          variant={said.length > 0 ? 'light' : 'default'}
          leftSection={<IconAdjustmentsHorizontal size={15} />}
          px={8}
        >
          View{said.length > 0 ? `: ${said.join(', ')}` : ''}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.menu ?? ''}>
        <Menu.Label>Drawn as</Menu.Label>
        <Choices options={drawings} chosen={list ? 'list' : 'grid'} onChoose={(value) => onList(value === 'list')} />
        {onFit && <Menu.Item onClick={onFit}>Zoom out to all days</Menu.Item>}
        {records && (
          <>
            <Menu.Label>Whose clock</Menu.Label>
            <Choices options={clocks} chosen={clock} onChoose={onClock} />
            <Menu.Label>Shown</Menu.Label>
            {layers.map(({ value, label }) => (
              <Menu.CheckboxItem key={value} checked={!hidden.includes(value)} onChange={() => onLayer(value)}>
                {label}
              </Menu.CheckboxItem>
            ))}
            <Menu.Label>Records of</Menu.Label>
            <Choices options={sides} chosen={side} onChoose={onSide} />
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}

type ChoicesProps<Value extends string> = {
  options: readonly { value: Value; label: string }[]
  chosen: Value
  onChoose: (value: Value) => void
}

function Choices<Value extends string>({ options, chosen, onChoose }: ChoicesProps<Value>) {
  return options.map(({ value, label }) => (
    <Menu.RadioItem
      key={value}
      value={value}
      closeMenuOnClick
      checked={value === chosen}
      onChange={() => onChoose(value)}
    >
      {label}
    </Menu.RadioItem>
  ))
}
