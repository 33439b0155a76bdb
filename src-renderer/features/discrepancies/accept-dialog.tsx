import { Button, Group, Modal, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { StoredDecisions } from '#contract/discrepancies'
import type { Instant } from '#contract/time'
import { countWords } from '../../format/count.ts'
import { undecidedWords } from '../../format/error-words.ts'
import { useAccept } from '../../queries/decisions.ts'
import { discrepancyQueries } from '../../queries/discrepancies.ts'
import { Reason } from '../../ui/page.tsx'
import { ErrorBox } from '../../ui/states.tsx'
import { comesBackWords, type DecisionTarget, type Expiry, expiries, firstDate, untilOf } from './accept-shape.ts'
import classes from './list.module.css'

type AcceptDialogProps = {
  target: DecisionTarget
  now: Instant
  readOnly: string | null
  /** Called with how many were accepted: fewer than asked for where some were no longer open; `stored` takes these back. */
  onAccepted: (answer: { accepted: number; stored: StoredDecisions | null }) => void
  onClose: () => void
}

/** Asks why a difference is right as it is and for how long, and says what follows before anything is stored. */
export function AcceptDialog({ target, now, readOnly, onAccepted, onClose }: AcceptDialogProps) {
  const accept = useAccept()
  const [reason, setReason] = useState('')
  const [expiry, setExpiry] = useState<Expiry>('moved')
  const [date, setDate] = useState('')
  const count = useCount(target)
  const ends = untilOf({ expiry, date, zone: target.zone }, now)
  const many = target.of.by === 'cluster'
  const all = count === undefined ? '' : ` ${countWords(count)}`
  const submit = (): void => {
    if (!('until' in ends)) return
    const { pairingId, of } = target
    accept.mutate({ pairingId, of, reason: reason.trim(), until: ends.until }, { onSuccess: onAccepted })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      returnFocus={false}
      title={many ? `Accept all${all} of this group` : 'Accept this difference'}
    >
      <Stack gap="md">
        <p className={classes.lead}>
          <b>{target.title}</b>
        </p>
        <p className={classes.lead}>
          {many ? 'They leave' : 'It leaves'} the list, its counts and the alerts. Nothing is written to{' '}
          {target.leftSystem} or {target.rightSystem}. Your name and reason are kept with it.
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
            {many ? `Accept all${all}` : 'Accept'}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** How many it concerns; undefined until the core has counted a group. */
function useCount({ pairingId, of }: DecisionTarget): number | undefined {
  const clusterId = of.by === 'cluster' ? of.clusterId : null
  const counted = useQuery({
    ...discrepancyQueries.counts({ pairingId, ...(clusterId === null ? {} : { clusterId }) }),
    enabled: clusterId !== null,
  })
  return of.by === 'cluster' ? counted.data?.total : of.fingerprints.length
}
