import { Button, Group, Modal, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { PairingState, SideState } from '#contract/pairings'
import { countOf, countWords } from '../../format/count.ts'
import { useAcceptRead } from '../../queries/facilities.ts'
import { ErrorBox } from '../../ui/states.tsx'

type AcceptReadProps = { state: PairingState; side: SideState; onClose: () => void }

/** A person takes over a read that looks wrong, with a reason; it is written to the audit trail. */
export function AcceptRead({ state, side, onClose }: AcceptReadProps) {
  const accept = useAcceptRead()
  const [reason, setReason] = useState('')
  const implausible = side.lastFailure?.implausible
  if (!implausible) return null
  const submit = (): void =>
    accept.mutate(
      { id: state.pairing.id, side: side.side, snapshot: implausible.snapshot, reason: reason.trim() },
      { onSuccess: onClose },
    )
  return (
    <Modal opened onClose={onClose} title={`Accept this read of ${side.system}?`}>
      <p>{implausible.finding}</p>
      <p>
        {state.facility.name}: before {countOf(implausible.before, 'record')}, now {countWords(implausible.now)}. If you
        accept, the next sync takes the new number as the truth, and what is gone from {side.system} shows as missing
        there. Your name and reason are kept.
      </p>
      <Textarea
        label="Why this read is right"
        required
        minRows={2}
        autosize
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {accept.error && <ErrorBox error={accept.error} what="The read was not accepted" />}
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          No, keep the last read
        </Button>
        <Button color="red" disabled={reason.trim() === ''} loading={accept.isPending} onClick={submit}>
          Accept this read
        </Button>
      </Group>
    </Modal>
  )
}
