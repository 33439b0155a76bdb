import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Instant, LocalDate, type Span, wallClock, type ZoneId } from '#contract/time'
import { daysSpan } from './token-shape.ts'

type PeriodDialogProps = { zone: ZoneId; now: Instant; onPick: (span: Span) => void; onClose: () => void }

/** Asks for the first and the last day, both included. */
export function PeriodDialog({ zone, now, onPick, onClose }: PeriodDialogProps) {
  const today = wallClock(now, zone).date
  const [days, setDays] = useState<{ first: string; last: string }>({ first: today, last: today })
  const [first, last] = [LocalDate.safeParse(days.first), LocalDate.safeParse(days.last)]
  const span = first.success && last.success ? daysSpan(first.data, last.data, zone) : null
  const wrong = first.success && last.success && span === null
  return (
    <Modal opened onClose={onClose} title="Discrepancies of these days" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (span) onPick(span)
        }}
      >
        <Group align="flex-start" grow>
          <TextInput
            type="date"
            label="First day"
            data-autofocus
            value={days.first}
            onChange={(event) => setDays({ ...days, first: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label="Last day, included"
            value={days.last}
            error={wrong ? 'It is before the first day.' : null}
            onChange={(event) => setDays({ ...days, last: event.currentTarget.value })}
          />
        </Group>
        <p>Days in {zone.replaceAll('_', ' ')}.</p>
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={span === null}>
            Show
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
