import { ActionIcon, Button, Group, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconBookmark, IconDots } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import type { SavedFilter, SavedFilterDraft } from '#contract/desk-work'
import type { Instant, ZoneId } from '#contract/time'
import { countWords } from '../../format/count.ts'
import { errorOf } from '../../format/error-words.ts'
import { useRemoveFilter, useSaveFilter } from '../../queries/desk-work.ts'
import chip from '../../ui/chip.module.css'
import classes from './list.module.css'
import { NameDialog } from './name-dialog.tsx'
import { sameFilter } from './saved-shape.ts'

type SavedFiltersProps = {
  saved: readonly SavedFilter[]
  /** What is listed now; null where it cannot be kept. */
  current: Pick<SavedFilterDraft, 'filter' | 'order'> | null
  filtered: boolean
  readOnly: string | null
  /** The clock that days are told on. */
  zone: ZoneId
  now: Instant
  onShow: (saved: SavedFilter) => void
}

/**
 * Kept filters with how many are open under each now; the one in force can be renamed and removed, and what is listed
 * kept as a new one or in the place of another.
 */
export function SavedFilters(props: SavedFiltersProps) {
  const { saved, current, filtered, readOnly, zone, now, onShow } = props
  const [naming, setNaming] = useState<SavedFilterDraft | null>(null)
  const remove = useRemoveFilter()
  const save = useSaveFilter()
  const groupRef = useRef<HTMLDivElement>(null)
  // What was pressed goes with its dialog or its filter: the keys stay here, and Tab goes on to the filters.
  const refocus = (): void => void requestAnimationFrame(() => groupRef.current?.focus())
  const inForce = current && saved.find((one) => sameFilter(one, current))
  const onRemove = (one: SavedFilter): void =>
    remove.mutate(
      { id: one.id },
      {
        onSuccess: () => {
          refocus()
          const toast = notifications.show({
            autoClose: 12_000,
            message: (
              <Group justify="space-between" gap="sm">
                “{one.name}” removed.
                <Button
                  variant="default"
                  onClick={() => {
                    notifications.hide(toast)
                    const { id: _, ...draft } = draftOf(one)
                    save.mutate(draft, { onSuccess: refocus, onError: failed('It was not kept again') })
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
    <div ref={groupRef} className={classes.saved} role="group" aria-label="Saved filters" tabIndex={-1}>
      {saved.map((one) => (
        <button
          key={one.id}
          type="button"
          className={chip.chip}
          aria-pressed={one === inForce}
          title={`${one.name}, kept by ${one.by}`}
          onClick={() => onShow(one)}
        >
          <IconBookmark size={14} aria-hidden="true" />
          <span className={classes.savedName}>{one.name}</span> <b className="digits">{countWords(one.open)}</b>
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
            <Menu.Item onClick={() => setNaming(draftOf(inForce))}>Rename…</Menu.Item>
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
      {naming && (
        <NameDialog
          draft={naming}
          {...{ saved, zone, now }}
          onDone={() => {
            setNaming(null)
            refocus()
          }}
          onCancel={() => {
            setNaming(null)
            // The button that opened it stands last.
            requestAnimationFrame(() => [...(groupRef.current?.querySelectorAll('button') ?? [])].at(-1)?.focus())
          }}
        />
      )}
    </div>
  )
}

const failed = (title: string) => (error: unknown) =>
  notifications.show({ title, message: errorOf(error).tell, color: 'red', autoClose: 12_000 })

const draftOf = ({ by: _, open: __, ...draft }: SavedFilter): SavedFilterDraft => draft
