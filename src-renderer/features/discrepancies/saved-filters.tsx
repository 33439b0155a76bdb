import { ActionIcon, Button, Group, Menu, Modal, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBookmark, IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import type { SavedFilter, SavedFilterDraft } from '#contract/desk-work'
import { countWords } from '../../format/count.ts'
import { errorOf } from '../../format/error-words.ts'
import { useRemoveFilter, useSaveFilter } from '../../queries/desk-work.ts'
import { ErrorBox } from '../../ui/states.tsx'
import classes from './list.module.css'
import { sameFilter } from './saved-shape.ts'

type SavedFiltersProps = {
  saved: readonly SavedFilter[]
  /** What is listed now; null where it cannot be kept. */
  current: Pick<SavedFilterDraft, 'filter' | 'order'> | null
  filtered: boolean
  readOnly: string | null
  onShow: (saved: SavedFilter) => void
}

/** Kept filters with how many are open under each now; the one in force can be renamed and removed, a new one kept. */
export function SavedFilters({ saved, current, filtered, readOnly, onShow }: SavedFiltersProps) {
  const [naming, setNaming] = useState<SavedFilterDraft | null>(null)
  const remove = useRemoveFilter()
  const save = useSaveFilter()
  const inForce = current && saved.find((one) => sameFilter(one, current))
  const onRemove = ({ id, name, filter, order }: SavedFilter): void =>
    remove.mutate(
      { id },
      {
        onSuccess: () => {
          const toast = notifications.show({
            autoClose: 12_000,
            message: (
              <Group justify="space-between" gap="sm">
                “{name}” removed.
                <Button
                  variant="default"
                  onClick={() => {
                    notifications.hide(toast)
                    save.mutate({ name, filter, order }, { onError: failed('It was not kept again') })
                  }}
                >
                  Undo
                </Button>
              </Group>
            ),
          })
        },
        onError: failed('It was not removed'),
      },
    )
  if (saved.length === 0 && !filtered) return null
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form's fields
    <div className={classes.saved} role="group" aria-label="Saved filters">
      {saved.map((one) => (
        <button
          key={one.id}
          type="button"
          className={classes.chip}
          aria-pressed={one === inForce}
          title={`Kept by ${one.by}`}
          onClick={() => onShow(one)}
        >
          <IconBookmark size={14} aria-hidden="true" />
          {one.name} <b className="digits">{countWords(one.open)}</b>
        </button>
      ))}
      {inForce && readOnly === null && (
        <Menu shadow="md" position="bottom-start">
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" size={26} aria-label={`Change ${inForce.name}`}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              onClick={() => {
                const { id, name, filter, order } = inForce
                setNaming({ id, name, filter, order })
              }}
            >
              Rename…
            </Menu.Item>
            <Menu.Item onClick={() => onRemove(inForce)}>Remove</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {filtered && current && !inForce && (
        <Button
          variant="subtle"
          disabled={readOnly !== null}
          title={readOnly ?? undefined}
          onClick={() => setNaming({ name: '', ...current })}
        >
          Save this filter
        </Button>
      )}
      {naming && <NameDialog draft={naming} onClose={() => setNaming(null)} />}
    </div>
  )
}

const failed = (title: string) => (error: unknown) =>
  notifications.show({ title, message: errorOf(error).tell, color: 'red', autoClose: 12_000 })

function NameDialog({ draft, onClose }: { draft: SavedFilterDraft; onClose: () => void }) {
  const save = useSaveFilter()
  const [name, setName] = useState(draft.name)
  return (
    <Modal opened onClose={onClose} title={draft.id === undefined ? 'Save this filter' : 'Rename the filter'} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '' && !save.isPending)
            save.mutate({ ...draft, name: name.trim() }, { onSuccess: onClose })
        }}
      >
        <TextInput
          label="Name"
          description={`Everybody who works here sees it, with how many are open under it.${draft.filter.within ? ' Its days stay those in the filter now.' : ''}`}
          data-autofocus
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {save.error ? <ErrorBox error={save.error} what="The filter was not kept" /> : null}
        <Group justify="flex-end" gap="sm" mt="lg">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={name.trim() === ''} loading={save.isPending}>
            {draft.id === undefined ? 'Save' : 'Rename'}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
