import { Button, Group, Modal, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { StoredDecisions } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { countWords } from '../../format/count.ts'
import { undecidedWords } from '../../format/error-words.ts'
import { useAccept } from '../../queries/decisions.ts'
import { Reason } from '../../ui/page.tsx'
import { ErrorBox } from '../../ui/states.tsx'
import {
  comesBackWords,
  type DecisionTarget,
  discrepancies,
  type Expiry,
  expiries,
  firstDate,
  isMany,
  untilOf,
} from './accept-shape.ts'
import classes from './list.module.css'

export type Accepted = { accepted: number; changed: number; stored: StoredDecisions | null }

type AcceptDialogProps = {
  target: DecisionTarget
  now: Instant
  readOnly: string | null
  /** What it begins with: the reason written before the discrepancy was found to have changed. */
  written: string
  /**
   * Called with how many were accepted: fewer than asked for where some were no longer open, or had changed since they
   * were seen; `stored` takes these back.
   */
  onAccepted: (answer: Accepted, reason: string) => void
  onClose: () => void
}

/** Asks why a difference is right as it is and for how long, and says what follows before anything is stored. */
export function AcceptDialog({ target, now, readOnly, written, onAccepted, onClose }: AcceptDialogProps) {
  const accept = useAccept()
  const [reason, setReason] = useState(written)
  const [expiry, setExpiry] = useState<Expiry>('moved')
  const [date, setDate] = useState('')
  const ends = untilOf({ expiry, date, zone: target.zone }, now)
  const many = isMany(target)
  const submit = (): void => {
    if (!('until' in ends)) return
    accept.mutate(
      { of: target.of, reason: reason.trim(), until: ends.until },
      { onSuccess: (answer) => onAccepted(answer, reason) },
    )
  }
  return (
    <Modal opened onClose={onClose} returnFocus={false} title={titleOf(target)}>
      <Stack gap="md">
        <p className={classes.lead}>
          <b>{target.title}</b>
          {target.grouped !== '' && <span className={classes.grouped}>{target.grouped}</span>}
        </p>
        <p className={classes.lead}>
          {many ? 'They leave' : 'It leaves'} the list, its counts and the alerts. Nothing is written to{' '}
          {target.systems}. Your name and reason are kept with {many ? 'each' : 'it'}.
        </p>
        <Textarea
          label="Why it is right as it is"
          required
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Radio.Group label="For how long" value={expiry} onChange={(value) => setExpiry(value as Expiry)}>
          <Stack gap={8} mt={6}>
            {expiries.map(({ value, label }) => (
              <Radio key={value} size="sm" value={value} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        {expiry === 'date' && (
          <TextInput
            type="date"
            label="Comes back on"
            required
            w={180}
            min={firstDate(target.zone, now)}
            value={date}
            error={'problem' in ends && date !== '' ? ends.problem : null}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
        )}
        <p className={classes.lead} role="status">
          {'until' in ends && comesBackWords(ends.until, target, now)}
        </p>
        {accept.error ? (
          <ErrorBox error={accept.error} what={undecidedWords(accept.error, 'Nothing was accepted')} />
        ) : null}
        <Group gap="sm" justify="flex-end">
          <Reason text={readOnly} />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            disabled={reason.trim() === '' || 'problem' in ends || readOnly !== null}
            loading={accept.isPending}
            onClick={submit}
          >
            {many ? `Accept ${target.of.by === 'cluster' ? 'all ' : ''}${countWords(target.count)}` : 'Accept'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function titleOf(target: DecisionTarget): string {
  if (!isMany(target)) return 'Accept this difference'
  return `Accept ${target.of.by === 'cluster' ? `all ${countWords(target.count)} of this group` : discrepancies(target.count)}`
}
