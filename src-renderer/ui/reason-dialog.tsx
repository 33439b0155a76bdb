import { Button, Group, Modal, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { ErrorBox } from './states.tsx'

type ReasonDialogProps = {
  title: string
  /** What follows from it. */
  children: ReactNode
  label: string
  yes: string
  busy: boolean
  /** What went wrong with the last try, and its heading. */
  error: unknown
  failed: string
  onYes: (reason: string) => void
  onNo: () => void
}

/** A decision that a person answers for: what follows, a reason that is kept, and a safe way out. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { title, children, label, yes, busy, error, failed, onYes, onNo } = props
  const [reason, setReason] = useState('')
  const said = reason.trim()
  return (
    // What is typed here must not reach the panel that asked: its Escape would close it too.
    <Modal opened onClose={onNo} title={title} onKeyDown={(event) => event.stopPropagation()}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (said !== '' && !busy) onYes(said)
        }}
      >
        {children}
        <Textarea
          label={label}
          mt="md"
          description="Kept with your name and the time."
          required
          minRows={2}
          autosize
          maxLength={500}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {error ? <ErrorBox error={error} what={failed} /> : null}
        <Group justify="flex-end" gap="sm" mt="lg">
          <Button variant="default" onClick={onNo}>
            Cancel
          </Button>
          <Button type="submit" disabled={said === ''} loading={busy}>
            {yes}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
