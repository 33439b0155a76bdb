import { Button, Group, Modal, Select, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { FacilityId } from '#contract/ids'
import type { Facility } from '#contract/pairings'
import { Reason } from '../../ui/page.tsx'
import { sendOnCtrlEnter } from '../../ui/send-on-ctrl-enter.ts'
import { ErrorBox } from '../../ui/states.tsx'

type AddFollowUpProps = {
  facilities: readonly Facility[]
  facility: FacilityId | undefined
  busy: boolean
  error: unknown
  readOnly: string | null
  onAdd: (facilityId: FacilityId, text: string) => void
  onClose: () => void
}

const longest = 2000

/** Writes down a task that belongs to no discrepancy. */
export function AddFollowUp({ facilities, facility, busy, error, readOnly, onAdd, onClose }: AddFollowUpProps) {
  const [picked, setPicked] = useState<FacilityId | null>(
    facility ?? (facilities.length === 1 ? facilities[0]?.id : null) ?? null,
  )
  const [text, setText] = useState('')
  const said = text.trim()
  const ready = picked !== null && said !== '' && !busy && readOnly === null
  return (
    <Modal opened onClose={onClose} title="Add a follow-up">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) onAdd(picked, said)
        }}
      >
        <Select
          label="Facility"
          data={facilities.map(({ id, name }) => ({ value: id, label: name }))}
          value={picked}
          searchable={facilities.length > 8}
          nothingFoundMessage="No facility of that name"
          onChange={(id) => setPicked(facilities.find((known) => known.id === id)?.id ?? null)}
        />
        <Textarea
          label="What has to be done outside of Plumbline"
          description="Who sees this workspace sees it too. It is removed with the old data."
          autosize
          minRows={3}
          maxRows={8}
          maxLength={longest}
          mt="sm"
          data-autofocus
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={sendOnCtrlEnter}
        />
        {error ? <ErrorBox error={error} what="The follow-up was not added" /> : null}
        <Group justify="flex-end" gap="sm" mt="lg">
          <Reason text={readOnly} />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!ready} loading={busy}>
            Add
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
