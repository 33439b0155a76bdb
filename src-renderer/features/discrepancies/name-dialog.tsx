import { Button, Group, Modal, Switch, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { SavedFilter, SavedFilterDraft } from '#contract/desk-work'
import type { Instant, ZoneId } from '#contract/time'
import { useSaveFilter } from '../../queries/desk-work.ts'
import { ErrorBox } from '../../ui/states.tsx'
import { nameUse } from './saved-shape.ts'
import { periodOf, withinWords } from './token-shape.ts'

type NameDialogProps = {
  draft: SavedFilterDraft
  saved: readonly SavedFilter[]
  zone: ZoneId
  now: Instant
  /** It is kept. */
  onDone: () => void
  onCancel: () => void
}

/** Asks for the name under which a filter is kept, and whether its days move on; the name of another one replaces that. */
export function NameDialog(props: NameDialogProps) {
  const { saved, zone, now, onDone, onCancel } = props
  const { period: kept, ...draft } = props.draft
  const save = useSaveFilter()
  const { within } = draft.filter
  const known = within && periodOf(within, kept?.zone ?? zone, now)
  const period = kept ?? (known && { from: known.from, days: known.days, zone })
  const [moves, setMoves] = useState(kept !== undefined || draft.id === undefined)
  const [name, setName] = useState(draft.name)
  const { fault, replaces } = nameUse(name, saved, draft.id)
  const off = fault !== null || name.trim() === ''
  const id = draft.id ?? replaces?.id
  const submit = (): void => {
    const named = { ...draft, ...(id === undefined ? {} : { id }), name: name.trim() }
    save.mutate({ ...named, ...(moves && period ? { period } : {}) }, { onSuccess: onDone })
  }
  return (
    <Modal
      opened
      onClose={onCancel}
      title={draft.id === undefined ? 'Save this filter' : 'Rename the filter'}
      size="sm"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!off && !save.isPending) submit()
        }}
      >
        <TextInput
          label="Name"
          description={`Everybody who works here sees it, with how many are open under it.${within && !period ? ' Its days stay those in the filter now.' : ''}`}
          data-autofocus
          error={fault}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div role="status">
          {replaces && !save.isPending && (
            <Text size="sm" mt="sm">
              “{replaces.name}” is kept already. Replacing it changes what it lists, for everybody.
            </Text>
          )}
        </div>
        {within && period && (
          <Switch
            mt="md"
            label={`Count its days from today${known ? `: ${known.label.toLowerCase()}` : ''}`}
            description={moves ? 'Each day it moves on by one.' : `It stays at ${withinWords(within, zone, now)}.`}
            checked={moves}
            onChange={(event) => setMoves(event.currentTarget.checked)}
          />
        )}
        {save.error ? <ErrorBox error={save.error} what="The filter was not kept" /> : null}
        <Group justify="flex-end" gap="sm" mt="lg">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={off} loading={save.isPending}>
            {draft.id !== undefined ? 'Rename' : replaces ? 'Replace it' : 'Save'}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
