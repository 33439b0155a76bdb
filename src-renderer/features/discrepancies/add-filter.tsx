import { Button, Menu } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Operator } from '#contract/desk-work'
import type { OperatorId, PairingId } from '#contract/ids'
import type { PairingState } from '#contract/pairings'
import { periodSpan } from '#contract/periods'
import type { Instant, Span, ZoneId } from '#contract/time'
import { PeriodDialog } from './period-dialog.tsx'
import { periods } from './token-shape.ts'

type AddFilterProps = {
  opened: boolean
  onOpened: (opened: boolean) => void
  pairings: readonly PairingState[]
  /** Empty where what people decided is not asked about. */
  operators: readonly Operator[]
  /** The clock that days are picked on. */
  zone: ZoneId
  now: Instant
  onWithin: (span: Span) => void
  onAssigned: (to: OperatorId | null) => void
  onPairing: (id: PairingId) => void
  /** Lists whose rows there are, to pick one. */
  onWorker: () => void
}

/** What the list can be narrowed by, as a menu that keys reach: days, who takes care of it, two systems, a worker. */
export function AddFilter(props: AddFilterProps) {
  const { opened, onOpened, pairings, operators, zone, now, onWithin, onAssigned, onPairing, onWorker } = props
  const [picking, setPicking] = useState(false)
  return (
    <>
      <Menu opened={opened} onChange={onOpened} shadow="md" position="bottom-start">
        <Menu.Target>
          <Button variant="default" leftSection={<IconPlus size={14} />}>
            Add filter
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah="70vh" style={{ overflowY: 'auto' }}>
          <Menu.Label>When</Menu.Label>
          {periods.map(({ value, label, from, days }) => (
            <Menu.Item key={value} onClick={() => onWithin(periodSpan({ from, days, zone }, now))}>
              {label}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => setPicking(true)}>Days of your choice…</Menu.Item>
          {operators.length > 0 && (
            <>
              <Menu.Label>Given to</Menu.Label>
              {operators.map(({ id, name, current }) => (
                <Menu.Item key={id} onClick={() => onAssigned(id)}>
                  {current ? `Me (${name})` : name}
                </Menu.Item>
              ))}
              <Menu.Item onClick={() => onAssigned(null)}>Nobody</Menu.Item>
            </>
          )}
          <Menu.Label>Who</Menu.Label>
          <Menu.Item onClick={onWorker}>Worker…</Menu.Item>
          {pairings.length > 1 && (
            <>
              <Menu.Label>Systems</Menu.Label>
              {pairings.map(({ pairing, facility, left, right }) => (
                <Menu.Item key={pairing.id} onClick={() => onPairing(pairing.id)}>
                  {left.system} and {right.system}, {facility.name}
                </Menu.Item>
              ))}
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {picking && (
        <PeriodDialog
          zone={zone}
          now={now}
          onPick={(span) => {
            setPicking(false)
            onWithin(span)
          }}
          onClose={() => setPicking(false)}
        />
      )}
    </>
  )
}
